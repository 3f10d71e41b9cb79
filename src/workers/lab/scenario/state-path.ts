/**
 * Paths into the lab's state, as scenarios write them: `client.replies`, `hosts.live.role`, `client.errors.length`,
 * `client.recent.last.reply` (counted from the end: `client.recent.-2.reply`).
 * `live`, `backup` and `free` stand for whichever host that is. Must not know predicates.
 */
import { hostIds, type HostId } from '../../../ft/host-id.ts';
import type { HostRole, LabState } from '../lab.ts';

export const hostAliases = ['live', 'backup', 'free'] as const;
export type HostAlias = (typeof hostAliases)[number];

const rolesOf: Readonly<Record<HostAlias, readonly HostRole[]>> = {
  live: ['primary', 'live-alone'],
  backup: ['backup'],
  // A server that died can be replaced by a new one.
  free: ['spare', 'crashed', 'halted', 'powered-off'],
};

/** The host that an alias stands for now; null when there is none. */
export function hostOf(state: LabState, alias: HostAlias): HostId | null {
  for (const role of rolesOf[alias]) {
    const found = hostIds.find((host) => state.hosts[host].role === role);
    if (found !== undefined) return found;
  }
  return null;
}

export function isHostAlias(word: string): word is HostAlias {
  return (hostAliases as readonly string[]).includes(word);
}

/** What is at a path; undefined where there is nothing, as for `hosts.backup` while there is no backup. */
export function valueAt(state: LabState, path: string): unknown {
  let value: unknown = state;
  for (const word of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = childOf(state, value, word);
  }
  return value;
}

function childOf(state: LabState, parent: object, word: string): unknown {
  if (Array.isArray(parent)) {
    const list: readonly unknown[] = parent;
    if (word === 'length') return list.length;
    return word === 'last' ? list.at(-1) : list.at(Number(word));
  }
  if (parent === state.hosts && isHostAlias(word)) {
    const host = hostOf(state, word);
    return host === null ? undefined : state.hosts[host];
  }
  return Object.hasOwn(parent, word) ? (parent as Record<string, unknown>)[word] : undefined;
}

/** What is wrong with a path, with what is allowed instead; null when it leads to something in every state like `sample`. */
export function faultInPath(sample: LabState, path: string): string | null {
  let value: unknown = sample;
  const walked: string[] = [];
  for (const word of path.split('.')) {
    // Lists and counts by kind are empty in a lab that has not run: whatever follows may come.
    if (Array.isArray(value) || value === sample.channel.entries) return null;
    if (value === null || typeof value !== 'object') return `${walked.join('.')} has nothing below it`;
    const known = value === sample.hosts ? [...Object.keys(value), ...hostAliases] : Object.keys(value);
    if (!known.includes(word))
      return `there is no “${word}” in ${walked.join('.') || 'the state'}; allowed: ${known.join(', ')}`;
    value = value === sample.hosts ? sample.hosts.A : (value as Record<string, unknown>)[word];
    walked.push(word);
  }
  return null;
}
