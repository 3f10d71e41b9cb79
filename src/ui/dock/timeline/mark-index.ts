/**
 * Finds the marks inside a window without looking at all of them: smallest and largest value of each block of 256 rows, on both
 * axes. Rows come nearly in order, so blocks overlap a little and no more. Absolute numbers: row 0 is the first mark ever.
 */
import type { LaneId, MarkKind, Timeline } from '../../../workers/lab/model.ts';
import type { Axis, Window } from './time-scale.ts';

const blockRows = 256;

/** From row `start` up to and without row `end`. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
}

const changeKinds: ReadonlySet<MarkKind> = new Set(['crash', 'role', 'test-and-set']);

interface Extent {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function extentOf(blocks: number): Extent {
  return { low: new Float64Array(blocks), high: new Float64Array(blocks) };
}

export class MarkIndex {
  private readonly blocks: number;
  private readonly extents: Readonly<Record<Axis, Extent>>;
  private readonly changes = new Map<LaneId, number>();
  private indexed = 0;
  private timeline: Timeline;

  constructor(timeline: Timeline) {
    this.timeline = timeline;
    this.blocks = Math.ceil(timeline.capacity / blockRows) + 1;
    this.extents = { time: extentOf(this.blocks), instructions: extentOf(this.blocks) };
  }

  /** Lab time at which a lane's host last changed: a crash, a role, a lost test-and-set. */
  lastChange(lane: LaneId): number | undefined {
    return this.changes.get(lane);
  }

  /** Number of the oldest row that is still kept. */
  get oldest(): number {
    return this.timeline.total - this.timeline.length;
  }

  /** Takes in the rows that came since the last call; starts anew when the timeline did. */
  update(timeline: Timeline): void {
    const { total } = timeline;
    if (timeline !== this.timeline || total < this.indexed) {
      this.indexed = 0;
      this.changes.clear();
    }
    this.timeline = timeline;
    const { oldest } = this;
    for (let row = Math.max(this.indexed, oldest); row < total; row++) {
      const block = Math.floor(row / blockRows) % this.blocks;
      if (row % blockRows === 0 || row === oldest) this.clear(block);
      this.note(row - oldest);
      this.widen(this.extents.time, block, this.timeline.labMs(row - oldest));
      this.widen(this.extents.instructions, block, this.timeline.instructions(row - oldest));
    }
    this.indexed = total;
  }

  private note(at: number): void {
    if (!changeKinds.has(this.timeline.kind(at))) return;
    this.changes.set(this.timeline.lane(at), this.timeline.labMs(at));
  }

  /** Ranges of rows that may fall into the window, oldest first. */
  visible(axis: Axis, window: Window): readonly RowRange[] {
    const { low, high } = this.extents[axis];
    const ranges: { start: number; end: number }[] = [];
    for (let number = Math.floor(this.oldest / blockRows); number * blockRows < this.indexed; number++) {
      const block = number % this.blocks;
      if ((low[block] ?? Infinity) > window.start + window.span || (high[block] ?? -Infinity) < window.start) continue;
      const start = Math.max(this.oldest, number * blockRows);
      const end = Math.min(this.indexed, (number + 1) * blockRows);
      const last = ranges.at(-1);
      if (last && last.end === start) last.end = end;
      else ranges.push({ start, end });
    }
    return ranges;
  }

  /** The largest value seen lately on an axis, or null when there is none. */
  newest(axis: Axis): number | null {
    const last = Math.floor((this.indexed - 1) / blockRows);
    let newest = -Infinity;
    for (let number = Math.max(Math.floor(this.oldest / blockRows), last - 2); number <= last; number++)
      newest = Math.max(newest, this.extents[axis].high[number % this.blocks] ?? -Infinity);
    return this.indexed > 0 && Number.isFinite(newest) ? newest : null;
  }

  private clear(block: number): void {
    for (const extent of [this.extents.time, this.extents.instructions]) {
      extent.low[block] = Infinity;
      extent.high[block] = -Infinity;
    }
  }

  private widen(extent: Extent, block: number, value: number): void {
    if (Number.isNaN(value)) return;
    if (value < (extent.low[block] ?? Infinity)) extent.low[block] = value;
    if (value > (extent.high[block] ?? -Infinity)) extent.high[block] = value;
  }
}
