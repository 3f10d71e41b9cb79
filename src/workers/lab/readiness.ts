/** When the lab may be used. Must not know who waits for it. */
import { hostIds, type HostId } from '../../ft/host-id.ts';
import type { LabState } from './lab.ts';
import type { LabCore } from './lab-core.ts';

/** Primary booted, backup in lockstep, client connected. */
export function isReady({ hosts, client }: LabState, { observer }: LabCore): boolean {
  const hasJit = (host: HostId): boolean => observer.views[host].latest?.jitOn === true;
  const primary = hostIds.find((host) => hosts[host].role === 'primary');
  const backup = hostIds.find((host) => hosts[host].role === 'backup');
  return primary !== undefined && backup !== undefined && hasJit(primary) && hasJit(backup) && client.connections > 0;
}
