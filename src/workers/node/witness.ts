/**
 * Lets a test or a soak run hear what the lab's threads report, without the lab knowing. Must not know what it means.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { FromHost, HostReport } from '../host/messages.ts';
import type { FromOutside, OutsideReport } from '../outside/messages.ts';
import type { FromStorage } from '../storage/messages.ts';
import type { Spawn } from '../thread/worker-kind.ts';

export interface Witness {
  hostReported?(host: HostId, report: HostReport): void;
  storageReported?(report: FromStorage & { kind: 'storage-reported' }): void;
  outsideReported?(report: OutsideReport): void;
}

/** Starts the same threads as `spawn`; what they report goes to the witness too. */
export function witnessed(spawn: Spawn, witness: Witness): Spawn {
  return (kind, name) => {
    const thread = spawn(kind, name);
    // The cluster names its hosts' threads after them.
    const host = name.at(-1) as HostId;
    return {
      ...thread,
      receive: (handler) =>
        thread.receive((raw) => {
          handler(raw);
          const message = raw as FromHost | FromStorage | FromOutside;
          if (message.kind === 'host-reported') witness.hostReported?.(host, message.report);
          else if (message.kind === 'storage-reported') witness.storageReported?.(message);
          else if (message.kind === 'outside-reported') witness.outsideReported?.(message.report);
        }),
    };
  };
}
