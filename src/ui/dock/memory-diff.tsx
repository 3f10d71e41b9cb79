/** Where the two machines first differed, side by side; or how often they were compared and found alike. */
import type { Divergence } from '../../workers/lab/model.ts';
import { formatCount, formatHex, formatMoment, formatMs } from '../common/format.ts';
import { Term } from '../common/term.tsx';
import { lessonOfInvariant, lessonOfRule } from '../lesson/lesson-of.ts';
import { LessonLink } from '../lesson/lesson-link.tsx';
import { Scroller } from '../common/scroller.tsx';
import { useLab, useMirror, useModel } from '../store/lab-context.tsx';

const perLine = 16;

function Registers({ registers }: { readonly registers: Divergence['registers'] }) {
  return (
    <table>
      <caption className="visually-hidden">Registers at the divergence</caption>
      <thead>
        <tr>
          <th>register</th>
          <th>primary</th>
          <th>backup</th>
        </tr>
      </thead>
      <tbody>
        {registers.map(({ name, primary, backup }) => (
          <tr key={name} className={primary === backup ? '' : 'differs'}>
            <th scope="row">{name}</th>
            <td>{formatHex(primary)}</td>
            <td>{formatHex(backup)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Line numbers that hold a difference, with a line around each. */
export function linesThatDiffer(primary: Uint8Array, backup: Uint8Array): readonly number[] {
  const lines = new Set<number>();
  const last = Math.ceil(primary.length / perLine) - 1;
  primary.forEach((byte, at) => {
    if (byte === backup[at]) return;
    const line = Math.floor(at / perLine);
    for (const near of [line - 1, line, line + 1]) if (near >= 0 && near <= last) lines.add(near);
  });
  return [...lines].sort((a, b) => a - b);
}

const linesShown = 64;

function PageBytes({
  bytes,
  other,
  address,
  label,
}: {
  readonly bytes: Uint8Array;
  readonly other: Uint8Array;
  readonly address: number;
  readonly label: string;
}) {
  const lines = linesThatDiffer(bytes, other).slice(0, linesShown);
  return (
    <div>
      <b>{label}</b>
      <pre className="hex">
        {lines.map((line) => (
          <div key={line}>
            {formatHex(address + line * perLine)}{' '}
            {[...bytes.subarray(line * perLine, (line + 1) * perLine)].map((byte, column) => (
              <span key={column} className={byte === other[line * perLine + column] ? '' : 'differs'}>
                {' '}
                {byte.toString(16).padStart(2, '0')}
              </span>
            ))}
          </div>
        ))}
      </pre>
    </div>
  );
}

function Alike() {
  const memory = useLab((state) => state.memory);
  const nowMs = useLab((state) => state.time.labMs);
  return (
    <div className="empty" data-testid="memory-alike">
      <p>
        <b>
          No <Term word="divergence">divergence</Term>.
        </b>{' '}
        All memory of both machines was compared {formatCount(memory.compared)} times at equal instruction counts
        {memory.compared > 0 ? `, last ${formatMs(Math.max(0, nowMs - memory.lastComparedMs))} ago` : ''}, and each
        slice’s length and all registers with every batch.
      </p>
      <p className="dim">
        Switch off a rule such as clock logging to see the first byte that differs here.{' '}
        <LessonLink lesson={lessonOfRule('clockLogging')} />
      </p>
    </div>
  );
}

export function MemoryDiff() {
  const model = useModel();
  // The mirror renders this anew when the lab changed; the divergence itself is read from the model.
  useMirror((mirror) => mirror.copiedAtMs);
  const divergence = model.divergence();
  if (!divergence) return <Alike />;
  const { page } = divergence;
  return (
    <Scroller className="diff" testId="memory-diff" label="Divergence">
      <p>
        <b>Host {divergence.host} diverged</b> at {formatMoment(divergence.labMs)} s: {divergence.text}{' '}
        <LessonLink lesson={lessonOfInvariant('ramIdentical')} />
      </p>
      {divergence.registers.length > 0 ? <Registers registers={divergence.registers} /> : <span />}
      {page ? (
        <div className="diff-page">
          <PageBytes label="Primary" bytes={page.primary} other={page.backup} address={page.address} />
          <PageBytes label="Backup" bytes={page.backup} other={page.primary} address={page.address} />
        </div>
      ) : (
        <p className="dim">No page was compared: the registers differed first.</p>
      )}
    </Scroller>
  );
}
