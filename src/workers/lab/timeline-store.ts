/**
 * The timeline's marks: a ring of typed arrays, so that 200,000 of them cost the page nothing until they are drawn.
 * Words are kept only for marks that have some. Must not know how marks are drawn.
 */
import { laneIds, markKinds, type LaneId, type MarkKind, type Timeline } from './model.ts';

export interface Mark {
  readonly lane: LaneId;
  readonly kind: MarkKind;
  readonly labMs: number;
  readonly instructions?: number;
  readonly sequence?: number;
  readonly generation?: number;
  readonly text?: string;
}

const capacityMarks = 200_000;

export class TimelineStore implements Timeline {
  readonly capacity = capacityMarks;
  total = 0;
  private readonly lanes = new Uint8Array(capacityMarks);
  private readonly kinds = new Uint8Array(capacityMarks);
  private readonly times = new Float64Array(capacityMarks);
  private readonly counts = new Float64Array(capacityMarks);
  private readonly sequences = new Int32Array(capacityMarks);
  private readonly generations = new Uint16Array(capacityMarks);
  private readonly texts = new Map<number, string>();

  get length(): number {
    return Math.min(this.total, this.capacity);
  }

  push(mark: Mark): void {
    const slot = this.total % this.capacity;
    this.texts.delete(slot);
    this.lanes[slot] = laneIds.indexOf(mark.lane);
    this.kinds[slot] = markKinds.indexOf(mark.kind);
    this.times[slot] = mark.labMs;
    this.counts[slot] = mark.instructions ?? Number.NaN;
    this.sequences[slot] = mark.sequence ?? -1;
    this.generations[slot] = mark.generation ?? 0;
    if (mark.text !== undefined && mark.text !== '') this.texts.set(slot, mark.text);
    this.total++;
  }

  lane(index: number): LaneId {
    return laneIds[this.lanes[this.slot(index)]!]!;
  }
  kind(index: number): MarkKind {
    return markKinds[this.kinds[this.slot(index)]!]!;
  }
  labMs(index: number): number {
    return this.times[this.slot(index)]!;
  }
  instructions(index: number): number {
    return this.counts[this.slot(index)]!;
  }
  sequence(index: number): number {
    return this.sequences[this.slot(index)]!;
  }
  generation(index: number): number {
    return this.generations[this.slot(index)]!;
  }
  text(index: number): string {
    return this.texts.get(this.slot(index)) ?? '';
  }

  clear(): void {
    this.total = 0;
    this.texts.clear();
  }

  private slot(index: number): number {
    return (this.total - this.length + index) % this.capacity;
  }
}
