/** What there is to say about one mark of the timeline. Pure. */
import type { LaneId, MarkKind, Timeline } from '../../../workers/lab/model.ts';

export interface MarkFacts {
  readonly lane: LaneId;
  readonly kind: MarkKind;
  readonly labMs: number;
  /** Null where the lane has no VM. */
  readonly instructions: number | null;
  /** Null when the mark belongs to no batch. */
  readonly sequence: number | null;
  readonly generation: number;
  readonly text: string;
}

export const laneWords: Readonly<Record<LaneId, string>> = {
  A: 'Host A',
  B: 'Host B',
  C: 'Host C',
  client: 'Client',
  storage: 'Storage',
};

/** @param row absolute number of the mark; null when it is no longer kept. */
export function markFacts(timeline: Timeline, row: number): MarkFacts | null {
  const at = row - (timeline.total - timeline.length);
  if (at < 0 || at >= timeline.length) return null;
  const instructions = timeline.instructions(at);
  const sequence = timeline.sequence(at);
  return {
    lane: timeline.lane(at),
    kind: timeline.kind(at),
    labMs: timeline.labMs(at),
    instructions: Number.isNaN(instructions) ? null : instructions,
    sequence: sequence < 0 ? null : sequence,
    generation: timeline.generation(at),
    text: timeline.text(at),
  };
}
