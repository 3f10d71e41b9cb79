/** An open recording: its console, how far it is, what was compared, the verdict; and pause, step, speed. */
import { Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReplayReport, ReplaySpeed, ReplayView } from '../../workers/lab/share/sharing-model.ts';
import { formatBytes, formatCount, formatMoment } from '../common/format.ts';
import { Modal } from '../common/modal.tsx';
import { useModel, useObserved } from '../store/lab-context.tsx';
import { usePalette } from '../store/theme.ts';
import { setView, useView } from '../store/view-store.ts';
import { openConsoleTerminal } from '../terminal/console-terminal.ts';
import { ReplayStrip } from './replay-strip.tsx';

const speeds: readonly { readonly speed: ReplaySpeed; readonly words: string }[] = [
  { speed: 0.1, words: '1/10×' },
  { speed: 1, words: 'as recorded' },
  { speed: 10, words: '10×' },
  { speed: 'as-fast-as-possible', words: 'as fast as possible' },
];
const shownEvents = 4;

function Verdict({ view }: { readonly view: ReplayView }) {
  const { report, problem } = view;
  const verdict = report?.verdict ?? null;
  if (problem !== '') return <span className="bad">{problem}</span>;
  if (verdict === null)
    return (
      <span className="dim">
        {formatCount(report?.position ?? 0)} of {formatCount(view.summary.header.frames)} frames are identical so far.
      </span>
    );
  if (verdict.kind === 'diverged')
    return (
      <span className="bad">
        <b>Diverged</b> at frame {formatCount(verdict.frame)}, instruction {formatCount(verdict.instructions)}:{' '}
        {verdict.what}.
      </span>
    );
  return (
    <span className="ok">
      <b>Bit-identical</b>: {formatCount(verdict.frames)} frames, {formatCount(verdict.instructions)} instructions;
      every slice, output and register set compared, all RAM {formatCount(verdict.memoryChecks)} times.
    </span>
  );
}

function Tools({ report }: { readonly report: ReplayReport | null }) {
  const { sharing } = useModel();
  const over = report !== null && report.verdict !== null;
  const playing = report?.playing ?? true;
  const speed = report?.speed ?? 'as-fast-as-possible';
  return (
    <div className="share-row">
      <button
        type="button"
        className="button"
        disabled={over}
        data-testid="replay-play"
        onClick={() => sharing.order({ kind: playing ? 'pause' : 'play' })}
      >
        {playing && !over ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
        {playing && !over ? 'Pause' : 'Play'}
      </button>
      <button
        type="button"
        className="button"
        disabled={over}
        data-testid="replay-step"
        onClick={() => sharing.order({ kind: 'step', to: 'frame' })}
      >
        <StepForward aria-hidden="true" />
        Frame
      </button>
      <button
        type="button"
        className="button"
        disabled={over}
        title="To the next frame whose log holds more than clock samples"
        onClick={() => sharing.order({ kind: 'step', to: 'entry' })}
      >
        <StepForward aria-hidden="true" />
        Entry
      </button>
      <button
        type="button"
        className="button"
        data-testid="replay-restart"
        onClick={() => sharing.order({ kind: 'restart' })}
      >
        <RotateCcw aria-hidden="true" />
        From the beginning
      </button>
      <label className="share-row">
        Speed
        <select
          data-testid="replay-speed"
          value={String(speed)}
          onChange={(event) =>
            sharing.order({
              kind: 'set-speed',
              speed: speeds.find((one) => String(one.speed) === event.target.value)?.speed ?? 1,
            })
          }
        >
          {speeds.map((one) => (
            <option key={one.words} value={String(one.speed)}>
              {one.words}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function ReplayConsole() {
  const { sharing } = useModel();
  const palette = usePalette();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return undefined;
    const ignore = () => undefined;
    const options = {
      element: box.current,
      label: 'Console of the recording',
      feed: sharing.replayConsole,
      palette,
      write: ignore,
      refused: ignore,
      left: ignore,
    };
    const terminal = openConsoleTerminal(options);
    return () => terminal.dispose();
  }, [sharing, palette]);
  return <div className="replay-console console-terminal" ref={box} data-testid="replay-console" />;
}

function Events({ view }: { readonly view: ReplayView }) {
  const labMs = view.report?.labMs ?? 0;
  const recent = view.summary.events.filter((event) => event.labMs <= labMs).slice(-shownEvents);
  return (
    <ul className="replay-events dim">
      {recent.map((event) => (
        <li key={event.number}>
          <span className="mono">{formatMoment(event.labMs)}</span> {event.text}
        </li>
      ))}
    </ul>
  );
}

function Replay({ view }: { readonly view: ReplayView }) {
  const { header, fromMs, toMs } = view.summary;
  const { report } = view;
  return (
    <div className="dialog-body replay">
      <p className="dim">
        {view.name}: host {header.host}, from{' '}
        {header.start === 'boot' ? 'its boot' : `the snapshot of FT VMotion (generation ${header.generation})`};{' '}
        {formatMoment(fromMs)} s to {formatMoment(toMs)} s of lab time. It runs in a VM of its own; the lab goes on
        beside it.
        {header.ended === 'archive-full' ? ' The run went on longer than its archive could hold.' : ''}
      </p>
      <output className="replay-verdict" data-testid="replay-verdict">
        <Verdict view={view} />
      </output>
      <ReplayStrip view={view} />
      <p className="mono dim">
        {formatMoment(report?.labMs ?? fromMs)} s · {formatCount(report?.instructions ?? 0)} instructions · RAM{' '}
        {formatBytes(header.options.memoryBytes)} compared {report?.memoryChecks ?? 0} times
      </p>
      <Tools report={report} />
      <ReplayConsole />
      <Events view={view} />
    </div>
  );
}

export function ReplayDialog() {
  const { sharing } = useModel();
  const view = useObserved((model) => model.sharing.replay);
  const open = useView((state) => state.dialog === 'replay') && view !== null;
  const close = () => {
    setView({ dialog: 'none' });
    sharing.closeReplay();
  };
  return (
    <Modal title="Recording" testId="replay-dialog" open={open} close={close}>
      {view === null ? null : <Replay view={view} />}
    </Modal>
  );
}
