/** Which lanes there are and where: every host that has had a VM, then the client and the storage. Pure. */
import type { LabState } from '../../../workers/lab/lab.ts';
import { hostIds, isDead, roleWords } from '../../common/roles.ts';
import type { Lane } from './draw.ts';

/** Room above the first lane for words, and below the last for the axis; shares of the text size. */
const roomAboveRem = 2.2;
const roomBelowRem = 2.4;

export function placeLanes(hosts: LabState['hosts'], height: number, rem: number): readonly Lane[] {
  const named = hostIds
    .filter((id) => id !== 'C' || hosts.C.instructions > 0)
    .map((id) => ({ id, label: `${id} ${roleWords[hosts[id].role]}`, ended: isDead(hosts[id].role) }));
  const lanes = [
    ...named,
    { id: 'client' as const, label: 'Client', ended: false },
    { id: 'storage' as const, label: 'Storage', ended: false },
  ];
  const top = rem * roomAboveRem;
  // The lines between the hosts are what one looks at, so they get twice the room.
  const shares = lanes.map((_, index) => (index === 0 ? 0 : index < named.length ? 2 : 1));
  const step = Math.max(
    rem,
    (height - top - rem * roomBelowRem) / shares.reduce<number>((sum, share) => sum + share, 0),
  );
  let y = top;
  return lanes.map((lane, index) => ({ ...lane, y: Math.round((y += step * (shares[index] ?? 1))) }));
}
