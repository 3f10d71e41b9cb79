/**
 * Makes a failing schedule as short as it gets: leaves out one fault after the other as long as the same checker fails.
 */
import { runOnce } from './run.ts';
import type { RunOptions, RunResult } from './run.ts';

const failsAlike = (result: RunResult, id: string): boolean =>
  result.violations.some((violation) => violation.id === id);

/** The shortest failing run found; `failed` itself if none is shorter. */
export const shrink = (options: RunOptions, failed: RunResult): RunResult => {
  const id = failed.violations[0]?.id;
  if (id === undefined) return failed;
  let best = failed;
  for (let index = 0; index < best.schedule.length;) {
    const shorter = best.schedule.filter((_, position) => position !== index);
    const result = runOnce({ ...options, schedule: shorter });
    if (failsAlike(result, id)) best = result;
    else index += 1;
  }
  return best;
};
