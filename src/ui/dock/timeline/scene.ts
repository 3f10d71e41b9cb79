/**
 * What the timeline shows of the marks in its window: which of them (all that matter, and of the many clock entries as many as one
 * can tell apart), where, and which belong together. Pure: it knows of no canvas. Paper, figure 2.
 */
import type { LaneId, MarkKind, Timeline } from '../../../workers/lab/model.ts';
import type { MarkIndex } from './mark-index.ts';
import { toPixels, type Axis, type Window } from './time-scale.ts';

export interface SceneMark {
  /** Absolute number of the mark. */
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly kind: MarkKind;
  /** Of the batch whose fate it tells, where that is known: a replayed packet looks like a packet. */
  readonly origin: MarkKind;
}

export interface SceneLine {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly kind: MarkKind;
  readonly dashed: boolean;
}

/** A held output: from the moment it was made to its release, or to the right edge while it is held. */
export interface SceneSpan {
  readonly fromX: number;
  readonly toX: number;
  readonly y: number;
  readonly lengthMs: number;
}

export interface Scene {
  readonly marks: readonly SceneMark[];
  readonly lines: readonly SceneLine[];
  readonly spans: readonly SceneSpan[];
  /** One in so many clock entries is drawn. */
  readonly sampledEvery: number;
  readonly rows: number;
}

export interface SceneInput {
  readonly timeline: Timeline;
  readonly index: MarkIndex;
  readonly axis: Axis;
  readonly window: Window;
  readonly width: number;
  /** Vertical middle of each lane that is shown. */
  readonly laneY: ReadonlyMap<LaneId, number>;
}

/** A clock entry needs about this many pixels to be seen as one. */
const pixelsPerSample = 9;
/** A batch leaves about this many marks: sent, replayed, acknowledged. */
const marksPerBatch = 3;
/** Lines that come in from outside the window begin in this margin, a share of the span. */
const margin = 0.3;

const bulkKinds: ReadonlySet<MarkKind> = new Set(['clock', 'replayed', 'acknowledged', 'heartbeat']);
const sentKinds: ReadonlySet<MarkKind> = new Set(['clock', 'random', 'console', 'packet', 'disk', 'control', 'output']);
/** What happened to a batch afterwards stands beside the lane, so that it hides no entry; pixels. */
const offsets: Partial<Record<MarkKind, number>> = {
  acknowledged: 12,
  released: -11,
  dropped: 12,
  heartbeat: 12,
  throttled: -12,
};
/** Drawn across all lanes. */
export const landmarkKinds: ReadonlySet<MarkKind> = new Set(['crash', 'cut', 'mend', 'vmotion', 'diverged']);

/** Of packets, outputs and the like this many times more are drawn than of clock entries. */
const richShare = 4;
/** Few and far between, and what a lecture is about. */
const alwaysKinds: ReadonlySet<MarkKind> = new Set([...landmarkKinds, 'role', 'test-and-set', 'throttled']);

interface Batch {
  /** Where the backup replayed it, once it did. */
  replayed?: { readonly x: number; readonly y: number };
  readonly x: number;
  readonly y: number;
  readonly kind: MarkKind;
  readonly labMs: number;
}

/** Sampling is by powers of two, so that zooming never shuffles what is shown. */
export function sampleEvery(rows: number, width: number): number {
  const wanted = rows / marksPerBatch / Math.max(1, width / pixelsPerSample);
  return wanted <= 1 ? 1 : 2 ** Math.ceil(Math.log2(wanted));
}

class SceneBuilder {
  readonly marks: SceneMark[] = [];
  readonly lines: SceneLine[] = [];
  readonly spans: SceneSpan[] = [];
  private readonly batches = new Map<number, Batch>();
  private readonly input: SceneInput;
  private readonly every: number;
  /** Of packets, outputs and the like one in so many is drawn. */
  private readonly richEvery: number;

  constructor(input: SceneInput, every: number) {
    this.input = input;
    this.every = every;
    this.richEvery = Math.max(1, every / richShare);
  }

  add(row: number): void {
    const { timeline, index, axis, window, width, laneY } = this.input;
    const at = row - index.oldest;
    const kind = timeline.kind(at);
    const sequence = timeline.sequence(at);
    // With 200,000 marks in sight nearly all end here: no batch with such a number was drawn, so no fate of one is.
    if (sequence >= 0 && sequence % this.richEvery !== 0 && !alwaysKinds.has(kind)) return;
    const key = sequence < 0 ? -1 : timeline.generation(at) * 2 ** 32 + sequence;
    const batch = key < 0 ? undefined : this.batches.get(key);
    if (this.every > 1 && !batch && !alwaysKinds.has(kind)) {
      const every = bulkKinds.has(kind) ? this.every : this.richEvery;
      if ((sequence < 0 ? row : sequence) % every !== 0) return;
    }
    const value = axis === 'time' ? timeline.labMs(at) : timeline.instructions(at);
    const laneMiddle = laneY.get(timeline.lane(at));
    if (Number.isNaN(value) || laneMiddle === undefined) return;
    const y = laneMiddle + (offsets[kind] ?? 0);
    const x = toPixels(value, window, width);
    const labMs = timeline.labMs(at);
    if (key >= 0 && !batch && sentKinds.has(kind)) this.batches.set(key, { x, y, kind, labMs });
    if (batch) this.connect(batch, { x, y, kind, labMs });
    if (x > -8 && x < width + 8) this.marks.push({ row, x, y, kind, origin: batch?.kind ?? kind });
  }

  /** The line or span from a batch to what became of it. */
  private connect(batch: Batch, mark: Batch): void {
    const { x, y, kind } = mark;
    if (kind === 'replayed') {
      batch.replayed = { x, y };
      this.lines.push({ fromX: batch.x, fromY: batch.y, toX: x, toY: y, kind: batch.kind, dashed: false });
    }
    // Acknowledged on receipt, and replayed right after when there is no lag: then the way back begins where it was replayed.
    if (kind === 'acknowledged' && this.every === 1 && batch.kind !== 'clock' && batch.replayed && batch.replayed.x < x)
      this.lines.push({ fromX: batch.replayed.x, fromY: batch.replayed.y, toX: x, toY: batch.y, kind, dashed: true });
    if (kind === 'released')
      this.spans.push({ fromX: batch.x, toX: x, y: batch.y, lengthMs: mark.labMs - batch.labMs });
  }
}

export function buildScene(input: SceneInput): Scene {
  const { index, axis, window, width } = input;
  const wide = { start: window.start - window.span * margin, span: window.span * (1 + 2 * margin) };
  const ranges = index.visible(axis, wide);
  const rows = ranges.reduce((sum, range) => sum + range.end - range.start, 0);
  const every = sampleEvery(rows / (1 + 2 * margin), width);
  const builder = new SceneBuilder(input, every);
  for (const range of ranges) for (let row = range.start; row < range.end; row++) builder.add(row);
  return { marks: builder.marks, lines: builder.lines, spans: builder.spans, sampledEvery: every, rows };
}

/** The drawn mark nearest to a point, within `reach` pixels. */
export function nearestMark(scene: Scene, x: number, y: number, reach: number): SceneMark | null {
  let best: SceneMark | null = null;
  let bestDistance = reach;
  for (const mark of scene.marks) {
    const distance = Math.hypot(mark.x - x, (mark.y - y) * 0.7);
    if (distance <= bestDistance) {
      best = mark;
      bestDistance = distance;
    }
  }
  return best;
}

/** The next drawn mark from `row` along or across the lanes, for walking by keyboard. */
export function neighbourMark(
  scene: Scene,
  row: number | null,
  direction: 'left' | 'right' | 'up' | 'down',
): SceneMark | null {
  const current = scene.marks.find((mark) => mark.row === row);
  const rightmost = scene.marks.reduce<SceneMark | null>(
    (best, mark) => (!best || mark.x > best.x ? mark : best),
    null,
  );
  if (!current) return rightmost;
  const along = direction === 'left' || direction === 'right';
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  let best: SceneMark | null = null;
  let bestDistance = Infinity;
  for (const mark of scene.marks) {
    if (mark === current || (along ? mark.y !== current.y : (mark.y - current.y) * sign <= 0)) continue;
    const ahead = (mark.x - current.x) * sign;
    if (along && (ahead < 0 || (ahead === 0 && (mark.row - current.row) * sign < 0))) continue;
    const distance = along ? ahead : Math.abs(mark.x - current.x) + Math.abs(mark.y - current.y) * 4;
    if (distance < bestDistance) {
      best = mark;
      bestDistance = distance;
    }
  }
  return best ?? current;
}
