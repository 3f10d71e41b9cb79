/**
 * `at` of a command in a scenario: the exact point at which it comes, so that a lesson goes the same way each time. Points of
 * what the VM does are found by its host itself; for the others the VM stands still while the command is carried out.
 * Must not know steps.
 */
import { z } from 'zod';
import { crashPoints } from '../../host/crash-point.ts';
import type { LabState } from '../lab.ts';
import { hostOf } from './state-path.ts';

export const pointSchema = z
  .union([
    z.enum(crashPoints),
    z.strictObject({ instructions: z.number().int().min(1) }),
    z.strictObject({ labMs: z.number().min(0) }),
  ])
  .describe(
    'the exact point: reply-made, before-output, after-output or write-issued (for crash; reply-made also for cut); {instructions: N} or {labMs: N}, counted from the step’s beginning',
  );

type FaultPoint = z.output<typeof pointSchema>;
/** A point that is counted from where a step began. */
export type CountedPoint = Exclude<FaultPoint, string>;

/** Whether the host itself finds this point; the command then takes it as its own parameter `at`. */
export function isOfHost(point: FaultPoint): point is Extract<FaultPoint, string> {
  return typeof point === 'string';
}

/** Parameters of the command stand-still for a point that is counted from `began`. */
export function standingPoint(point: CountedPoint, began: LabState): Record<string, number> {
  if ('labMs' in point) return { labMs: began.time.labMs + point.labMs };
  const live = hostOf(began, 'live');
  return { instructions: (live === null ? 0 : began.hosts[live].instructions) + point.instructions };
}
