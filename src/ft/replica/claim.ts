/**
 * Test-and-set on shared storage: whoever wants to go live must win the flag of its generation first. Paper section 2.3.
 * Must not know what follows from winning; the caller of `settleClaim` does.
 */
import type { StorageReply } from '../storage.ts';
import { changeRole, emit, trace } from './emit.ts';
import type { Claim, Replica } from './state.ts';

const ask = (replica: Replica, claim: Claim): void => {
  claim.attempts += 1;
  claim.askedAtMs = replica.nowMs;
  replica.counters.testAndSetAttempts += 1;
  trace(replica, { kind: 'test-and-set-asked', generation: claim.generation, attempt: claim.attempts });
  emit(replica, {
    kind: 'ask-storage',
    place: replica.configuration.disk.sharing === 'shared' ? 'shared-disk' : 'tie-breaker',
    request: {
      kind: 'test-and-set',
      id: claim.requestId,
      generation: claim.generation,
      owner: replica.self,
      repeat: replica.rules.idempotentTestAndSet ? 'won-again' : 'lost',
    },
  });
};

/** Asks for the flag of a generation. Only the commit of FT VMotion leaves the role as it is: the VM is paused anyway. */
export const startClaim = (replica: Replica, generation: number, next: Claim['next']): void => {
  if (next !== 'commit-vmotion' && replica.role !== 'waiting')
    changeRole(replica, 'waiting', `test-and-set of generation ${generation}`);
  replica.claim = { generation, next, requestId: replica.nextRequestId++, askedAtMs: replica.nowMs, attempts: 0 };
  ask(replica, replica.claim);
};

/** Storage that does not answer means waiting, for as long as it takes (TS3). */
export const retryClaim = (replica: Replica): void => {
  const { claim } = replica;
  if (claim === null || replica.nowMs - claim.askedAtMs < replica.configuration.testAndSetRetryMs) return;
  trace(replica, { kind: 'test-and-set-unreachable', generation: claim.generation, attempt: claim.attempts });
  ask(replica, claim);
};

/** The claim that this answer decides, no longer pending; null when the answer is to nothing that is asked now. */
export const settleClaim = (replica: Replica, reply: StorageReply & { kind: 'test-and-set-done' }): Claim | null => {
  const { claim } = replica;
  if (claim === null || claim.requestId !== reply.id || claim.generation !== reply.generation) return null;
  replica.claim = null;
  trace(replica, {
    kind: reply.outcome === 'won' ? 'test-and-set-won' : 'test-and-set-lost',
    generation: reply.generation,
    owner: reply.owner,
  });
  return claim;
};
