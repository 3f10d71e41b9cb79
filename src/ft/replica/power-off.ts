/**
 * Power-off: the VM stops on both sides and nobody goes live. Paper section 3.3.
 */
import { halt } from './emit.ts';
import type { Replica } from './state.ts';

/** The live host stops once its backup holds the power-off entry and everything released has been issued (CO1). */
export const settlePowerOff = (replica: Replica): void => {
  if (!replica.poweredOff || replica.running !== null) return;
  const isKnown =
    replica.role === 'live-alone' || (replica.role === 'primary' && replica.acknowledgedSequence >= replica.sequence);
  if (!isKnown || replica.held.size > 0) return;
  for (const pending of replica.operations.values())
    if (pending.stage !== 'arrived' && pending.request.kind === 'write') return;
  halt(replica, 'powered-off', 'the VM was powered off');
};
