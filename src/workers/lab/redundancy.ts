/**
 * The paper's clustering service, as far as a lab needs it: it picks a host for a new backup and says when to start one.
 * Paper section 3.1. Must not know how a VM gets there.
 */
import { hostIds, type HostId } from '../../ft/host-id.ts';
import type { HostRole } from './lab.ts';

export const redundancyChoices = ['at-once', 'after-delay', 'by-hand'] as const;
export type Redundancy = (typeof redundancyChoices)[number];

/** Of lab time, so that a class sees the VM run alone for a while. */
export const redundancyDelayMs = 3000;

/**
 * The host for a new backup: a spare if there is one, else one that crashed or halted and can be started again.
 * Never the one that the VM runs on (3.3).
 */
export function pickBackupHost(roles: Readonly<Record<HostId, HostRole>>, live: HostId): HostId | null {
  const others = hostIds.filter((host) => host !== live);
  return others.find((host) => roles[host] === 'spare') ?? others.find((host) => canBeRevived(roles[host])) ?? null;
}

export function canBeRevived(role: HostRole): boolean {
  return role === 'crashed' || role === 'halted' || role === 'powered-off';
}
