/**
 * Something that both replicas must have identical at the same batch: outputs, or memory. Paper section 2.1. Sees what
 * each replica's machine did, before the replicas judge it themselves.
 */
import type { HostId } from '../host-id.ts';
import { check, createChecker } from './checker.ts';
import type { Checker } from './checker.ts';

/** Batches that one side told of and the other has not yet; full: the oldest are not compared. */
const capacity = 8192;

/** More than the frames of a generation, which would take a month. */
const generationStride = 2 ** 32;

export interface SameOnBoth extends Checker {
  readonly waiting: Map<number, { readonly host: HostId; readonly value: string | number }>;
}

export const createSameOnBoth = (id: 'outputsIdentical' | 'ramIdentical'): SameOnBoth => ({
  ...createChecker(id),
  waiting: new Map(),
});

/** One replica had `value` at a batch. */
export const observe = (
  checker: SameOnBoth,
  host: HostId,
  generation: number,
  sequence: number,
  value: string | number,
): void => {
  const key = generation * generationStride + sequence;
  const other = checker.waiting.get(key);
  if (other === undefined || other.host === host) {
    checker.waiting.set(key, { host, value });
    if (checker.waiting.size > capacity) checker.waiting.delete(checker.waiting.keys().next().value as number);
    return;
  }
  checker.waiting.delete(key);
  check(
    checker,
    other.value === value
      ? 'holds'
      : {
          evidence: `batch ${sequence} of generation ${generation}: host ${other.host} has ${other.value}, host ${host} has ${value}`,
        },
  );
};
