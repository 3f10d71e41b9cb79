/** What the page says about a host's role, and which hosts hold a VM. Pure; paper sections 2.1 to 2.3. */
import type { HostId } from '../../ft/host-id.ts';
import type { HostRole, LabState } from '../../workers/lab/lab.ts';

/** The three servers, as the stage names them. */
export const hostIds = ['A', 'B', 'C'] as const satisfies readonly HostId[];

type Hosts = LabState['hosts'];

export const roleWords: Readonly<Record<HostRole, string>> = {
  primary: 'primary',
  backup: 'backup',
  'live-alone': 'live, alone',
  waiting: 'waits for storage',
  halted: 'halted',
  crashed: 'crashed',
  spare: 'spare',
  starting: 'starting',
  'powered-off': 'powered off',
};

/** Its VM speaks to the world. */
export function isLive(role: HostRole): boolean {
  return role === 'primary' || role === 'live-alone';
}

/** It holds a VM that runs, or will in a moment. */
export function holdsVm(role: HostRole): boolean {
  return isLive(role) || role === 'backup' || role === 'waiting' || role === 'starting';
}

/** It failed, and says why. */
export function isDead(role: HostRole): boolean {
  return role === 'crashed' || role === 'halted' || role === 'powered-off';
}

export function liveHost(hosts: Hosts): HostId | null {
  return hostIds.find((id) => isLive(hosts[id].role)) ?? null;
}

export function backupHost(hosts: Hosts): HostId | null {
  return hostIds.find((id) => hosts[id].role === 'backup') ?? null;
}

/**
 * Which two hosts have a card, left and right. A host that takes a VM comes in the place of one that lost its own, so that
 * the survivor never moves.
 */
export function placeHosts(previous: readonly [HostId, HostId], hosts: Hosts): readonly [HostId, HostId] {
  const newcomer = hostIds.find((id) => !previous.includes(id) && holdsVm(hosts[id].role));
  if (!newcomer) return previous;
  const [left, right] = previous;
  if (!holdsVm(hosts[left].role)) return [newcomer, right];
  if (!holdsVm(hosts[right].role)) return [left, newcomer];
  return previous;
}
