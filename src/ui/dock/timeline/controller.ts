/**
 * The timeline's window: which axis, which stretch of it, and whether it follows the newest marks. Builds the scene for each frame.
 * Knows of no React component and no canvas.
 */
import type { LabModel, LaneId } from '../../../workers/lab/model.ts';
import { liveHost } from '../../common/roles.ts';
import { labNowMs, type LabStore } from '../../store/lab-store.ts';
import type { Lane } from './draw.ts';
import { MarkIndex } from './mark-index.ts';
import { buildScene, type Scene } from './scene.ts';
import { panned, toPixels, toValue, zoomed, type Axis, type Window } from './time-scale.ts';

export interface ViewFacts {
  readonly axis: Axis;
  readonly following: boolean;
}

/** Real milliseconds that the window shows at first, whatever the speed: slow motion zooms in by itself. */
const firstRealMs = 3000;
/** Room right of the newest mark, a share of the window. */
const roomAhead = 0.06;
const emptyScene: Scene = { marks: [], lines: [], spans: [], sampledEvery: 1, rows: 0 };

export class TimelineController {
  axis: Axis = 'time';
  following = true;
  window: Window;
  scene: Scene = emptyScene;
  private readonly index: MarkIndex;
  private readonly model: LabModel;
  private readonly store: LabStore;
  private speed: number;
  private drawn = '';
  private changed: (facts: ViewFacts) => void = () => undefined;

  constructor(model: LabModel, store: LabStore) {
    this.model = model;
    this.store = store;
    this.index = new MarkIndex(model.timeline);
    this.speed = store.getState().state.time.speed;
    this.window = { start: 0, span: firstRealMs * this.speed };
  }

  /** Calls `listener` when axis or following changed. */
  onChange(listener: (facts: ViewFacts) => void): void {
    this.changed = listener;
  }

  /** Instructions of the live VM per lab millisecond, for changing from one axis to the other. */
  private instructionsPerMs(): number {
    const { hosts } = this.store.getState().state;
    const live = liveHost(hosts);
    return Math.max(1000, live ? hosts[live].mips * 1000 : 1000);
  }

  setAxis(axis: Axis): void {
    if (axis === this.axis) return;
    const rate = this.instructionsPerMs();
    const span = axis === 'instructions' ? this.window.span * rate : this.window.span / rate;
    this.axis = axis;
    this.window = { span, start: (this.newest() ?? span) - span * (1 - roomAhead) };
    this.setFollowing('follow');
  }

  setFollowing(mode: 'follow' | 'stay'): void {
    this.following = mode === 'follow';
    this.changed({ axis: this.axis, following: this.following });
  }

  /** @param anchorX pixel that stays where it is; the newest mark when following. */
  zoom(factor: number, anchorX: number, width: number): void {
    const anchor = this.following
      ? this.window.start + this.window.span * (1 - roomAhead)
      : toValue(anchorX, this.window, width);
    this.window = zoomed(this.window, factor, anchor, this.axis);
  }

  pan(pixels: number, width: number): void {
    if (this.following) this.setFollowing('stay');
    this.window = panned(this.window, pixels, width);
  }

  /** Pixels at which a lane's host ended; null when that is not known on this axis. */
  endOf(lane: Lane, width: number): number | null {
    if (!lane.ended || lane.id === 'client' || lane.id === 'storage') return null;
    const value =
      this.axis === 'time' ? this.index.lastChange(lane.id) : this.store.getState().state.hosts[lane.id].instructions;
    return value === undefined ? null : toPixels(value, this.window, width);
  }

  /** Brings a mark into the middle of the window, unless it is in sight. */
  reveal(row: number): void {
    const at = row - this.index.oldest;
    const { timeline } = this.model;
    if (at < 0 || at >= timeline.length) return;
    const value = this.axis === 'time' ? timeline.labMs(at) : timeline.instructions(at);
    const { start, span } = this.window;
    if (Number.isNaN(value) || (value >= start && value <= start + span && !this.following)) return;
    this.window = { span, start: value - span / 2 };
    this.setFollowing('stay');
  }

  /** Prepares the next frame. Whether there is anything new to draw. */
  frame(width: number, lanes: readonly Lane[]): 'new' | 'same' {
    this.index.update(this.model.timeline);
    const { speed } = this.store.getState().state.time;
    if (speed !== this.speed) {
      // Speed and window change together, so that what passes by keeps its pace on the screen.
      if (this.following) this.window = { ...this.window, span: (this.window.span * speed) / this.speed };
      this.speed = speed;
    }
    const newest = this.newest();
    if (this.following && newest !== null)
      this.window = { ...this.window, start: newest - this.window.span * (1 - roomAhead) };
    const key = `${this.window.start} ${this.window.span} ${this.model.timeline.total} ${width} ${lanes.map((lane) => lane.label + lane.y).join()}`;
    if (key === this.drawn) return 'same';
    this.drawn = key;
    const laneY = new Map<LaneId, number>(lanes.map((lane) => [lane.id, lane.y]));
    this.scene = buildScene({
      timeline: this.model.timeline,
      index: this.index,
      axis: this.axis,
      window: this.window,
      width,
      laneY,
    });
    return 'new';
  }

  private newest(): number | null {
    const newest = this.index.newest(this.axis);
    if (this.axis === 'instructions' || newest === null) return newest;
    return Math.max(newest, labNowMs(this.store.getState()));
  }
}
