/**
 * How the service fares, as somebody at the hypervisor's console and somebody at the client would say: FT protects it from hosts that
 * fail, not from itself. A guest that panics does so on both replicas, at the same instruction. Paper section 1.
 * Sees consoles, roles and the client's waiting; must not know what is inside the guest.
 */
import { hostIds, type HostId } from '../../ft/host-id.ts';
import type { HostView } from './host-view.ts';
import type { LabState } from './lab.ts';
import { liveHost } from './live-host.ts';
import type { Observer } from './observer.ts';

export type ServiceState = LabState['service'];

/** Longer than any failover of a backup that keeps up; a client that waits longer for a live VM is told so. Lab time. */
export const patienceMs = 5000;
/** A last line is looked for in this much of the console. */
const searchedCharacters = 400;

export function serviceState(observer: Observer, labMs: number): ServiceState {
  const live = liveHost(observer);
  if (live === null) return withoutLiveVm(observer);
  const view = observer.views[live];
  if (view.latest?.jitOn !== true) return { condition: 'starting', detail: 'Linux boots.' };
  const panic = panicOf(view);
  if (panic !== null) return { condition: 'panicked', detail: `${where(observer, live)} Linux gave up: ${panic}.` };
  const sinceMs = observer.outside?.client.waitingSinceMs ?? null;
  if (sinceMs === null || labMs - sinceMs < patienceMs) return { condition: 'running', detail: '' };
  return {
    condition: 'not-answering',
    detail: `The VM on host ${live} executes, but the client has had no reply since ${(sinceMs / 1000).toFixed(1)} s.`,
  };
}

function withoutLiveVm({ views }: Observer): ServiceState {
  const all = hostIds.map((host) => views[host]);
  const ended = all.find(({ role, latest }) => role === 'powered-off' && latest?.guestHalted === true);
  if (ended !== undefined) {
    const line = lastLineOf(ended);
    return /Power down/.test(line)
      ? { condition: 'powered-off', detail: 'The guest switched itself off.' }
      : { condition: 'halted', detail: `The guest halted its processor with interrupts off. Its last line: ${line}` };
  }
  if (all.some(({ role }) => role === 'powered-off'))
    return { condition: 'powered-off', detail: 'The service was switched off.' };
  if (all.some(({ role }) => role === 'waiting'))
    return { condition: 'failing-over', detail: 'A backup replays what it has and asks shared storage.' };
  // Before the first reports, and while a new pair is made.
  if (all.some(({ role }) => role === 'starting' || role === 'backup'))
    return { condition: 'starting', detail: 'Hosts start.' };
  return { condition: 'lost', detail: 'No host has the VM any more: more failed than FT tolerates.' };
}

function where({ views }: Observer, live: HostId): string {
  const backup = hostIds.find((host) => views[host].role === 'backup');
  if (backup === undefined || panicOf(views[backup]) === null) return `On host ${live}`;
  return `On host ${live}, and on its backup ${backup} at the same instruction,`;
}

/** The kernel's last words, when they are the last on the console: somebody who only shows them gets a prompt after them. */
function panicOf(view: HostView): string | null {
  return /^(?:\[[ \d.]+\] )?---\[ end Kernel panic - not syncing: (.*?) ?\]---$/.exec(lastLineOf(view))?.[1] ?? null;
}

function lastLineOf({ console }: HostView): string {
  const lines = console
    .tail()
    .slice(-searchedCharacters)
    .split(/[\r\n]+/);
  return lines.findLast((line) => line.trim() !== '')?.trim() ?? '';
}
