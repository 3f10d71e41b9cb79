/**
 * No output leaves the primary of a pair before the backup sent the acknowledgment of its batch. Paper section 2.2. Sees
 * outputs as they leave, and acknowledgments: in the simulation as the backup sends them, on the page as they arrive,
 * because reports of two hosts have no common order.
 */
import { check, createChecker } from './checker.ts';
import type { Checker } from './checker.ts';

export interface OutputAcknowledged extends Checker {
  /** By generation: an old primary may still let out what was acknowledged in time. */
  readonly acknowledged: Map<number, number>;
}

export const createOutputAcknowledged = (): OutputAcknowledged => ({
  ...createChecker('outputAcknowledged'),
  acknowledged: new Map(),
});

/** The backup acknowledged batches up to `sequence`; Infinity when it is not known up to which. */
export const acknowledged = (checker: OutputAcknowledged, generation: number, sequence: number): void => {
  checker.acknowledged.set(generation, Math.max(checker.acknowledged.get(generation) ?? 0, sequence));
};

/** The primary of a pair let an output of batch `sequence` out. */
export const outputLeft = (checker: OutputAcknowledged, generation: number, sequence: number): void => {
  const known = checker.acknowledged.get(generation) ?? 0;
  check(
    checker,
    sequence <= known
      ? 'holds'
      : {
          evidence: `An output of batch ${sequence} of generation ${generation} left, but only ${known} was acknowledged.`,
        },
  );
};
