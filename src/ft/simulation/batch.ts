/**
 * Many runs one after the other, and what came of them as plain data, so that threads can share the work.
 */
import type { RuleId } from '../rules.ts';
import { runOnce } from './run.ts';
import type { RunResult } from './run.ts';
import { shrink } from './shrink.ts';

/** Seeds `seed` to `seed + runs - 1`. */
export interface Work {
  readonly seed: number;
  readonly runs: number;
  readonly rules: Partial<Record<RuleId, boolean>>;
}

export interface Batch {
  readonly failovers: number;
  readonly frames: number;
  readonly violations: number;
  /** One for each of the first failed runs: its seed and evidence, then its shortest schedule, in lines. */
  readonly failures: readonly (readonly string[])[];
}

/** A rule that is off fails in thousands of runs; to make each schedule shorter takes a dozen runs more. */
export const failuresShown = 10;

const describe = (result: RunResult, rules: Work['rules']): string[] => [
  `seed ${result.seed}: ${result.violations.map((each) => `${each.id}: ${each.evidence}`).join('; ')}`,
  ...shrink({ seed: result.seed, rules }, result).schedule.map(
    ({ atMs, fault }) => `  ${atMs} ms ${JSON.stringify(fault)}`,
  ),
];

export const runBatch = ({ seed, runs, rules }: Work): Batch => {
  let failovers = 0;
  let frames = 0;
  let violations = 0;
  const failures: string[][] = [];
  for (let index = 0; index < runs; index += 1) {
    const result = runOnce({ seed: seed + index, rules });
    failovers += result.failovers;
    frames += result.frames;
    if (result.violations.length === 0) continue;
    violations += 1;
    if (failures.length < failuresShown) failures.push(describe(result, rules));
  }
  return { failovers, frames, violations, failures };
};
