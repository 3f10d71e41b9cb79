/**
 * Something that both replicas must have identical at the same batch: outputs, or memory. Paper section 2.1. Sees what
 * each replica's machine did, before the replicas judge it themselves.
 */
import type { HostId } from '../host-id.ts';
import { check, createChecker } from './checker.ts';
import type { Checker } from './checker.ts';

/** Batches that one side told of and the other has not yet; full: the oldest are not compared. */
const capacity = 8192;

/** More outputs of one batch than the queue of held outputs has room for. */
export const placesInBatch = 2 ** 10;
/** More than a generation makes in a week. */
const batchesInGeneration = 2 ** 28;

/** A batch, or one of several places in it (below `placesInBatch`), as one number: cheaper than text, and there are many. */
export const placeOf = (generation: number, sequence: number, place = 0): number =>
  (generation * batchesInGeneration + sequence) * placesInBatch + place;

const describePlace = (key: number): string => {
  const batch = Math.floor(key / placesInBatch);
  return `batch ${batch % batchesInGeneration} of generation ${Math.floor(batch / batchesInGeneration)}`;
};

export interface SameOnBoth extends Checker {
  readonly waiting: Map<number, { readonly host: HostId; readonly value: string | number }>;
}

export const createSameOnBoth = (id: 'outputsIdentical' | 'ramIdentical'): SameOnBoth => ({
  ...createChecker(id),
  waiting: new Map(),
});

/** One replica had `value` at a place of the log. */
export const observe = (checker: SameOnBoth, host: HostId, place: number, value: string | number): void => {
  const other = checker.waiting.get(place);
  if (other === undefined || other.host === host) {
    checker.waiting.set(place, { host, value });
    if (checker.waiting.size > capacity) checker.waiting.delete(checker.waiting.keys().next().value as number);
    return;
  }
  checker.waiting.delete(place);
  check(
    checker,
    other.value === value
      ? 'holds'
      : {
          evidence: `At ${describePlace(place)} host ${other.host} has ${other.value}, host ${host} has ${value}.`,
        },
  );
};
