/**
 * Control entries: what is done to the VM is logged and happens to both at the same point. Paper section 3.3.
 */
import type { Input } from '../input.ts';
import { mirrorCpuShare } from './cpu-share.ts';
import { trace } from './emit.ts';
import type { Replica } from './state.ts';

/** The frame that begins with these inputs ran. */
export const applyControls = (replica: Replica, inputs: readonly Input[]): void => {
  for (const input of inputs) {
    if (input.kind !== 'controlled') continue;
    if (input.control.kind === 'power-off') {
      replica.poweredOff = true;
      trace(replica, { kind: 'powered-off' });
    }
    if (input.control.kind === 'cpu-share-set') mirrorCpuShare(replica, input.control.percent);
  }
};
