/** What outlives both hosts: the shared disk with its test-and-set flag, and the servers that exist, the spare among them. */
import type { LabState } from '../../workers/lab/lab.ts';
import { formatCount } from '../common/format.ts';
import { holdsVm, hostIds, isDead, isLive, liveHost, roleWords } from '../common/roles.ts';
import { Term } from '../common/term.tsx';
import { useAct, useLab } from '../store/lab-context.tsx';
import { useCommandMenu } from './context-menu.tsx';

function Storage({ storage }: { readonly storage: LabState['storage'] }) {
  const act = useAct();
  return (
    <div className="storage">
      <svg
        className="disk-icon"
        viewBox="0 0 34 38"
        fill="none"
        stroke={storage.reachable ? 'var(--disk)' : 'var(--bad)'}
        strokeWidth="1.8"
        aria-hidden="true"
      >
        <ellipse cx="17" cy="7" rx="14" ry="5" />
        <path d="M3 7v24c0 2.8 6.3 5 14 5s14-2.2 14-5V7" />
        <path d="M3 19c0 2.8 6.3 5 14 5s14-2.2 14-5" />
      </svg>
      <div>
        <b>
          <Term word="shared-storage">Shared storage</Term>
        </b>{' '}
        {storage.reachable ? null : <span className="pill bad">offline</span>}
        <br />
        <span className="dim" title={`${formatCount(storage.reads)} reads`}>
          {formatCount(storage.writes)} writes · {storage.pending} pending
        </span>
      </div>
      <span className="spacer" />
      {storage.reachable ? null : (
        <button type="button" className="button mend" onClick={() => act('storage', { action: 'online' })}>
          Bring online
        </button>
      )}
    </div>
  );
}

function Flag({ storage }: { readonly storage: LabState['storage'] }) {
  const set = storage.testAndSet !== 'unset';
  return (
    <div>
      <span className={`flag ${set ? 'set' : ''}`} data-testid="tas-flag" data-value={storage.testAndSet}>
        <Term word="test-and-set">test-and-set</Term>: {storage.testAndSet}
      </span>
      <span className="dim">
        <Term word="generation">generation</Term> {storage.generation}
        {set ? ` · host ${storage.testAndSet} won` : ''}
      </span>
    </div>
  );
}

function tone(role: LabState['hosts']['A']['role']): string {
  if (isLive(role)) return 'accent';
  return isDead(role) ? 'bad' : 'quiet';
}

/** The servers, and the way back to two machines when one is missing. */
function Servers({ hosts }: { readonly hosts: LabState['hosts'] }) {
  const act = useAct();
  const connected = useLab((state) => state.channel.connected);
  const live = liveHost(hosts);
  const redundant = hostIds.some((id) => hosts[id].role === 'backup' || hosts[id].role === 'starting');
  const free = hosts.C.role === 'spare' ? 'C' : hostIds.find((id) => !holdsVm(hosts[id].role));
  return (
    <div className="servers">
      {hostIds.map((id) => (
        <span
          key={id}
          className={`pill ${tone(hosts[id].role)}`}
          {...(id === 'C' ? { 'data-testid': 'host-C-pill' } : {})}
        >
          {id} {roleWords[hosts[id].role]}
        </span>
      ))}
      <span className="spacer" />
      {live && free && !redundant ? (
        <button
          type="button"
          className="button on"
          data-testid="start-backup"
          disabled={!connected}
          title={
            connected ? 'FT VMotion: clones the live VM (G)' : 'Mend the logging channel first: the clone travels on it'
          }
          onClick={() => act('start-backup', { host: free })}
        >
          {connected ? `Start new backup on ${free}` : 'Mend the channel, then start a backup'}{' '}
          <kbd className="wide-only">G</kbd>
        </button>
      ) : null}
    </div>
  );
}

export function StorageRow() {
  const storage = useLab((state) => state.storage);
  const hosts = useLab((state) => state.hosts);
  const menu = useCommandMenu('Shared storage', { kind: 'storage' });
  return (
    <div className="card store" onContextMenu={menu.onContextMenu}>
      {menu.popup}
      <Storage storage={storage} />
      <Flag storage={storage} />
      <Servers hosts={hosts} />
    </div>
  );
}
