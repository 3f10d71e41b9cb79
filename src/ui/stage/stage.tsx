/** The paper's figure 1, live: client and switch above, two hosts with the logging channel between them, storage below. */
import { useState } from 'react';
import type { HostId } from '../../ft/host-id.ts';
import { placeHosts } from '../common/roles.ts';
import { useLab, useMirror } from '../store/lab-context.tsx';
import { Channel } from './channel.tsx';
import { ClientCard } from './client-card.tsx';
import { HostCard } from './host-card.tsx';
import { StartProgressBar } from './start-progress.tsx';
import { StorageRow } from './storage-row.tsx';

export function Stage() {
  const hosts = useLab((state) => state.hosts);
  // Before the machines run there is nothing that could be crashed or cut.
  const loading = useMirror((mirror) => mirror.progress.kind === 'loading');
  const [placed, setPlaced] = useState<readonly [HostId, HostId]>(['A', 'B']);
  const place = placeHosts(placed, hosts);
  if (place !== placed) setPlaced(place);
  const [left, right] = place;
  return (
    <section className="stage" aria-label="Stage: the two machines and what is between them" data-testid="stage">
      <StartProgressBar />
      <div className="stage-content" inert={loading}>
        <ClientCard />
        <HostCard key={`left-${left}`} id={left} />
        <Channel right={right} />
        <HostCard key={`right-${right}`} id={right} />
        <StorageRow />
      </div>
    </section>
  );
}
