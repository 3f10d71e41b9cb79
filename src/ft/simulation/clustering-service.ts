/**
 * The clustering service: reboots hosts that stopped, and gives a VM that is alone a new backup on a spare host. Paper
 * sections 2.3 and 3.1.
 */
import type { HostId } from '../host-id.ts';
import type { SimHost } from './sim-host.ts';
import type { World } from './world.ts';

const lookEveryMs = 20;
const rebootAfterMs = 80;

export const spareHost = (world: World): SimHost | null => {
  for (const host of world.hosts.values()) if (host.state === 'running' && host.replica.role === 'spare') return host;
  return null;
};

export const startClusteringService = (world: World): void => {
  const stoppedSinceMs = new Map<HostId, number>();
  const look = (): void => {
    const now = world.agenda.nowMs;
    for (const [id, host] of world.hosts) {
      const isStopped =
        host.state === 'crashed' || (host.replica.role === 'halted' && host.replica.halted?.reason !== 'powered-off');
      if (!isStopped) stoppedSinceMs.delete(id);
      else if (!stoppedSinceMs.has(id)) stoppedSinceMs.set(id, now);
      else if (now - (stoppedSinceMs.get(id) as number) >= rebootAfterMs) {
        host.crash();
        world.boot(id).start('spare', null, 0);
        stoppedSinceMs.delete(id);
      }
    }
    const live = world.live();
    const spare = spareHost(world);
    if (
      live?.replica.role === 'live-alone' &&
      live.state === 'running' &&
      spare !== null &&
      live.replica.source === null
    ) {
      live.happen({ kind: 'commanded', command: { kind: 'vmotion', to: spare.id, purpose: 'new-backup' } });
    }
    world.agenda.after(lookEveryMs, look);
  };
  world.agenda.after(lookEveryMs, look);
};
