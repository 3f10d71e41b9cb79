/** The whole recording in one strip: where something other than the clock was logged, and where the replay is. */
import { useMemo } from 'react';
import type { ReplayView, StripKind } from '../../workers/lab/share/sharing-model.ts';

const rows: readonly { readonly kind: StripKind; readonly colour: string; readonly words: string }[] = [
  { kind: 'console', colour: 'cons', words: 'Console in' },
  { kind: 'packet', colour: 'net', words: 'Packets in' },
  { kind: 'disk', colour: 'disk', words: 'Disk done' },
  { kind: 'output', colour: 'out', words: 'Outputs' },
  { kind: 'memory', colour: 'ok', words: 'RAM hashed' },
  { kind: 'control', colour: 'ctl', words: 'Control' },
];
const rowHeight = 10;
const width = 1000;

export function ReplayStrip({ view }: { readonly view: ReplayView }) {
  const { strip, header } = view.summary;
  const paths = useMemo(
    () =>
      rows.map(({ kind }, row) =>
        strip
          .filter((mark) => mark.kind === kind)
          .map(({ at }) => `M${(at * width).toFixed(1)} ${row * rowHeight + 2}v${rowHeight - 4}`)
          .join(''),
      ),
    [strip],
  );
  const done = header.frames === 0 ? 0 : ((view.report?.position ?? 0) / header.frames) * width;
  const height = rows.length * rowHeight;
  return (
    <div className="replay-strip">
      <div className="replay-strip-words faint" aria-hidden="true">
        {rows.map(({ kind, words }) => (
          <span key={kind}>{words}</span>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Replayed ${Math.round(done / 10)} % of the recording`}
      >
        <rect width={done} height={height} fill="var(--soft)" />
        {paths.map((path, row) => (
          <path
            key={rows[row]?.kind}
            d={path}
            stroke={`var(--${rows[row]?.colour ?? 'ink'})`}
            strokeWidth="2"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        <path d={`M${done} 0V${height}`} stroke="var(--accent)" strokeWidth="2" vectorEffect="non-scaling-stroke" />
      </svg>
    </div>
  );
}
