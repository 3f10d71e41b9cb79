/** From a log entry to the mark of its batch on the timeline. Pure. */
import type { Timeline } from '../../../workers/lab/model.ts';

/** Absolute number of the first mark of a batch; null when none is kept. Looks from the newest backwards. */
export function findMark(timeline: Timeline, generation: number, sequence: number): number | null {
  let found: number | null = null;
  const oldest = timeline.total - timeline.length;
  for (let index = timeline.length - 1; index >= 0; index--) {
    const candidate = timeline.sequence(index);
    if (candidate === sequence && timeline.generation(index) === generation) found = oldest + index;
    // Marks come nearly in order: far below the wanted batch there is nothing left to find.
    else if (candidate >= 0 && candidate < sequence - 1000 && timeline.generation(index) === generation) break;
  }
  return found;
}
