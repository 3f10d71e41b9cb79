/** A dead host's last words: why it ended, and what its last report said of it. Knows only what was on the page before. */
import { useEffect, useState } from 'react';
import type { HostId } from '../../ft/host-id.ts';
import type { LabState } from '../../workers/lab/lab.ts';
import { formatCount } from '../common/format.ts';
import { holdsVm, isLive, roleWords } from '../common/roles.ts';
import { useLab, useLabStore } from '../store/lab-context.tsx';

/** What was known of a host while it still ran, in a sentence. Pure. */
export function lastReportWords(id: HostId, state: LabState): string {
  const { role, instructions, bufferBytes } = state.hosts[id];
  const { heldOutputs } = state.channel;
  const where = `At its last report it was ${roleWords[role]}, at instruction ${formatCount(instructions)}`;
  if (isLive(role) && heldOutputs > 0)
    return `${where}; ${formatCount(heldOutputs)} ${heldOutputs === 1 ? 'output was' : 'outputs were'} held.`;
  if (role === 'backup' && bufferBytes > 0)
    return `${where}; ${formatCount(bufferBytes)} bytes of log were received and not yet replayed.`;
  return `${where}.`;
}

/** The last copy of the state in which the host held a VM. */
function useLastAlive(id: HostId): LabState | null {
  const store = useLabStore();
  const [alive, setAlive] = useState<LabState | null>(null);
  useEffect(
    () =>
      store.subscribe((after, before) => {
        const { [id]: was } = before.state.hosts;
        const { [id]: now } = after.state.hosts;
        if (!holdsVm(was.role) || holdsVm(now.role)) return;
        // The host's last report may have come after the last copy: its count is the one that the card's head shows.
        const hosts = { ...before.state.hosts, [id]: { ...was, instructions: now.instructions } };
        setAlive({ ...before.state, hosts });
      }),
    [store, id],
  );
  return alive;
}

export function LastWords({ id, dead }: { readonly id: HostId; readonly dead: 'dead' | 'alive' }) {
  const { role, reason } = useLab((state) => state.hosts[id]);
  const alive = useLastAlive(id);
  if (dead === 'alive') return null;
  return (
    <div className="last-words" data-testid={`reason-${id}`}>
      <b>{roleWords[role]}</b>
      {reason ? <p>{reason}</p> : null}
      {alive ? <p>{lastReportWords(id, alive)}</p> : null}
    </div>
  );
}
