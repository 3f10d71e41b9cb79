/**
 * A host that has no VM any more, and may be picked by the clustering service again. Paper section 3.1.
 */
import { mirrorCpuShare } from './cpu-share.ts';
import { beginPair } from './create.ts';
import { changeRole, emit } from './emit.ts';
import { clearInputs } from './inputs.ts';
import type { Replica } from './state.ts';

export const becomeSpare = (replica: Replica, reason: string): void => {
  changeRole(replica, 'spare', reason);
  emit(replica, { kind: 'discard-machine' });
  clearInputs(replica, reason);
  beginPair(replica, replica.generation, null);
  mirrorCpuShare(replica, 100);
  replica.machine = 'none';
  replica.half = null;
  replica.running = null;
  replica.startingAs = null;
  replica.target = null;
  replica.claim = null;
  replica.instructions = 0;
  replica.quiescent = false;
  replica.announcementsLeft = 0;
};
