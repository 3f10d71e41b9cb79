/**
 * The protocol's door: one replica of the VM on one host. None of these functions waits, reads a clock or draws a random
 * number. Paper section 2; the rules are numbered in SPEC.md.
 */
export { createReplica } from './replica/create.ts';
export { report } from './replica/make-report.ts';
export type { Replica } from './replica/state.ts';
export { step } from './replica/step.ts';
export { nextWakeMs } from './replica/time.ts';
