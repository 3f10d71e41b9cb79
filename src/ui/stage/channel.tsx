/** The logging channel between the two hosts: both buffers, the wire, the output gate, and what can be done to it. */
import { Scissors, Unplug } from 'lucide-react';
import type { HostId } from '../../ft/host-id.ts';
import type { MarkKind } from '../../workers/lab/model.ts';
import { formatBytes, formatCount, formatMs, splitBits } from '../common/format.ts';
import { MarkGlyph } from '../common/mark-glyph.tsx';
import { legendKinds, markStyles } from '../common/marks.ts';
import { liveHost } from '../common/roles.ts';
import { Term } from '../common/term.tsx';
import { useAct, useLab, useMirror } from '../store/lab-context.tsx';
import { useCommandMenu } from './context-menu.tsx';
import { OutputGate } from './output-gate.tsx';
import { SlowMenu } from './slow-menu.tsx';
import { Wire } from './wire.tsx';

interface BufferProps {
  readonly label: string;
  readonly kinds: readonly MarkKind[];
  readonly entries: number;
  readonly bytes: number;
  readonly capacityBytes: number;
}

/** Bars that fit into the picture of a buffer; the rest is a number. */
const barsShown = 9;

function Buffer({ label, kinds, entries, bytes, capacityBytes }: BufferProps) {
  const shown = kinds.slice(0, Math.min(barsShown, entries));
  const full = capacityBytes > 0 && bytes > capacityBytes * 0.9;
  const words = `${label}: ${formatCount(entries)} batches, ${formatBytes(bytes)} of ${formatBytes(capacityBytes)}`;
  return (
    <div
      className={`buffer ${full ? 'full' : ''}`}
      role="img"
      aria-label={words}
      title={entries > shown.length ? `${words}. The oldest ${shown.length} are drawn.` : words}
    >
      {shown.map((kind, index) => (
        <s key={index} style={{ background: `var(--${markStyles[kind].colour})` }} />
      ))}
    </div>
  );
}

function Legend() {
  return (
    <ul className="legend" aria-label="Kinds of log entry">
      {legendKinds.map((kind) => (
        <li key={kind}>
          <MarkGlyph kind={kind} />
          {markStyles[kind].word}
        </li>
      ))}
    </ul>
  );
}

function Controls({ connected }: { readonly connected: boolean }) {
  const act = useAct();
  return (
    <div className="channel-controls">
      {connected ? (
        <button
          type="button"
          className="button danger"
          data-testid="cut-channel"
          title="Cut the logging channel (X)"
          onClick={() => act('cut', { link: 'logging' })}
        >
          <Scissors aria-hidden="true" />
          Cut
        </button>
      ) : (
        <button
          type="button"
          className="button mend"
          data-testid="mend-channel"
          title="Mend the logging channel (X)"
          onClick={() => act('mend', { link: 'logging' })}
        >
          <Unplug aria-hidden="true" />
          Mend
        </button>
      )}
      <SlowMenu />
      <button
        type="button"
        className="button"
        data-testid="corrupt"
        title="Flip one bit of the next message"
        onClick={() => act('corrupt', { link: 'logging' })}
      >
        Corrupt
      </button>
    </div>
  );
}

function Figures({ fromLeft }: { readonly fromLeft: 'rightwards' | 'leftwards' }) {
  const picture = useMirror((mirror) => mirror.picture);
  const channel = useLab((state) => state.channel);
  const [bits, unit] = splitBits(channel.bitsPerSecond);
  const primary = (
    <span key="primary">
      <b className="mono">{formatCount(picture.primaryEntries)}</b> in log
      <br />
      {fromLeft === 'rightwards' ? 'entries →' : '← entries'}
    </span>
  );
  const backup = (
    <span key="backup">
      <b className="mono">{formatCount(picture.backupEntries)}</b> to
      <br />
      replay
    </span>
  );
  return (
    <div className="channel-figures dim">
      {fromLeft === 'rightwards' ? primary : backup}
      <span className="centre">
        <b className="mono ink">
          {bits} {unit}
        </b>
        <br />
        {fromLeft === 'rightwards' ? '← acks' : 'acks →'}
      </span>
      {fromLeft === 'rightwards' ? backup : primary}
    </div>
  );
}

function Buffers({ fromLeft }: { readonly fromLeft: 'rightwards' | 'leftwards' }) {
  const picture = useMirror((mirror) => mirror.picture);
  const primary = (
    <Buffer
      key="primary"
      label="Primary’s log buffer"
      kinds={picture.primaryBuffer}
      entries={picture.primaryEntries}
      bytes={picture.primaryBytes}
      capacityBytes={picture.capacityBytes}
    />
  );
  const backup = (
    <Buffer
      key="backup"
      label="Backup’s log buffer"
      kinds={picture.backupBuffer}
      entries={picture.backupEntries}
      bytes={picture.backupBytes}
      capacityBytes={picture.capacityBytes}
    />
  );
  return (
    <div className="pipe">
      {fromLeft === 'rightwards' ? primary : backup}
      <Wire direction={fromLeft} />
      {fromLeft === 'rightwards' ? backup : primary}
    </div>
  );
}

export function Channel({ right }: { readonly right: HostId }) {
  const connected = useLab((state) => state.channel.connected);
  const rttMs = useLab((state) => state.channel.rttMs);
  const live = useLab((state) => liveHost(state.hosts));
  const fromLeft = live === right ? 'leftwards' : 'rightwards';
  const menu = useCommandMenu('Logging channel', { kind: 'channel' });
  return (
    <div className={`channel ${connected ? '' : 'cut'}`} data-testid="channel" onContextMenu={menu.onContextMenu}>
      {menu.popup}
      <h2>
        <Term word="logging-channel">Logging channel</Term>{' '}
        <span className="dim">· {connected ? (rttMs > 0 ? `RTT ${formatMs(rttMs)}` : 'no delay') : 'cut'}</span>
      </h2>
      <Buffers fromLeft={fromLeft} />
      <Figures fromLeft={fromLeft} />
      <OutputGate />
      <Legend />
      <Controls connected={connected} />
    </div>
  );
}
