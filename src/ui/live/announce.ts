/** What a screen reader is told when the lab changes: role changes at once, the rest when there is time. Pure. */
import type { LabState } from '../../workers/lab/lab.ts';
import { formatCount, formatSpeed } from '../common/format.ts';
import { hostIds, isLive, roleWords } from '../common/roles.ts';
import { invariantWords } from '../left/holding-now.tsx';

export interface Announcement {
  /** Interrupts: a host failed or went live. */
  readonly assertive: string;
  readonly polite: string;
}

function roleChanges(before: LabState, after: LabState): readonly string[] {
  return hostIds.flatMap((id) => {
    const role = after.hosts[id].role;
    if (role === before.hosts[id].role) return [];
    const at = isLive(role) ? ` at instruction ${formatCount(after.hosts[id].instructions)}` : '';
    const reason = after.hosts[id].reason ? ` ${after.hosts[id].reason}` : '';
    return [`Host ${id} is now ${roleWords[role]}${at}.${reason}`];
  });
}

function quietChanges(before: LabState, after: LabState): readonly string[] {
  const said: string[] = [];
  if (before.time.paused !== after.time.paused) said.push(after.time.paused ? 'Paused.' : 'Going on.');
  if (before.time.speed !== after.time.speed) said.push(`Speed ${formatSpeed(after.time.speed)}.`);
  if (before.channel.connected !== after.channel.connected)
    said.push(after.channel.connected ? 'Logging channel mended.' : 'Logging channel cut.');
  if (before.storage.reachable !== after.storage.reachable)
    said.push(after.storage.reachable ? 'Storage online.' : 'Storage offline.');
  if (before.storage.testAndSet !== after.storage.testAndSet && after.storage.testAndSet !== 'unset')
    said.push(`Host ${after.storage.testAndSet} won the test-and-set.`);
  for (const [id, invariant] of Object.entries(after.invariants)) {
    if (!invariant.holds && before.invariants[id]?.holds)
      said.push(`Broken: ${invariantWords(id)}. ${invariant.note ?? ''}`);
  }
  return said;
}

/** A guest's own troubles; what hosts do is told by their roles. */
function serviceTrouble(before: LabState, after: LabState): readonly string[] {
  const { condition, detail } = after.service;
  const isTrouble = condition === 'panicked' || condition === 'halted' || condition === 'not-answering';
  return isTrouble && condition !== before.service.condition ? [detail] : [];
}

export function announce(before: LabState, after: LabState): Announcement {
  return {
    assertive: [...roleChanges(before, after), ...serviceTrouble(before, after)].join(' '),
    polite: quietChanges(before, after).join(' '),
  };
}
