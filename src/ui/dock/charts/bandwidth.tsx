/** Log bandwidth against what state transfer would need, and the lag; beside them the paper's own figures (section 5, table 1). */
import { useCallback } from 'react';
import type UPlot from 'uplot';
import type { Series } from '../../../workers/lab/model.ts';
import { formatBits, formatMs } from '../../common/format.ts';
import type { ColourName } from '../../common/marks.ts';
import { backupHost, liveHost } from '../../common/roles.ts';
import { Term } from '../../common/term.tsx';
import { Scroller } from '../../common/scroller.tsx';
import { useLab, useObserved } from '../../store/lab-context.tsx';
import { Chart, type ChartLine } from './chart.tsx';

const shownMs = 60_000;
/** A logarithmic axis has no zero. */
const floorBits = 100;

type Column = Exclude<keyof Series, 'length'>;

/** The last minute of lab time of some columns, time first and in seconds. */
export function lastMinute(series: Series, columns: readonly Column[], atLeast: number): UPlot.AlignedData {
  const { length } = series;
  const endMs = series.labMs[length - 1] ?? 0;
  let start = length;
  while (start > 0 && (series.labMs[start - 1] ?? 0) >= endMs - shownMs) start--;
  const seconds = Float64Array.from(series.labMs.subarray(start, length), (ms) => ms / 1000);
  return [
    seconds,
    ...columns.map((column) =>
      Float64Array.from(series[column].subarray(start, length), (value) => Math.max(atLeast, value)),
    ),
  ];
}

const bandwidthLines: readonly ChartLine[] = [
  { label: 'log', colour: 'accent' },
  { label: 'state transfer', colour: 'out', dash: [6, 4] },
];
const lagLines: readonly ChartLine[] = [
  { label: 'lag', colour: 'cons' },
  { label: 'CPU limit', colour: 'warn', dash: [3, 3] },
];

function Key({
  line,
  words,
}: {
  readonly line: { readonly colour: ColourName; readonly dash?: readonly number[] };
  readonly words: string;
}) {
  return (
    <span className="dim">
      <svg width="22" height="8" aria-hidden="true">
        <line
          x1="0"
          x2="22"
          y1="4"
          y2="4"
          stroke={`var(--${line.colour})`}
          strokeWidth="2.5"
          strokeDasharray={line.dash?.join(' ')}
        />
      </svg>{' '}
      {words}
    </span>
  );
}

const paperRows = [
  ['Idle guest', '0.5–1.5', '–'],
  ['SPECjbb2005', '1.5', '0.98'],
  ['Kernel compile', '3.0', '0.95'],
  ['Oracle Swingbench', '12', '0.99'],
  ['MS-SQL DVD Store', '18', '0.94'],
] as const;

function PaperFigures() {
  const log = useLab((state) => state.channel.bitsPerSecond);
  const dirty = useLab((state) => state.memory.dirtyBitsPerSecond);
  return (
    <Scroller className="figures" label="The paper’s figures">
      <table>
        <caption>The paper’s figures, table 1</caption>
        <thead>
          <tr>
            <th>Workload</th>
            <th>log, Mbit/s</th>
            <th>FT / non-FT</th>
          </tr>
        </thead>
        <tbody>
          {paperRows.map(([workload, bandwidth, speed]) => (
            <tr key={workload}>
              <th scope="row">{workload}</th>
              <td className="mono">{bandwidth}</td>
              <td className="mono">{speed}</td>
            </tr>
          ))}
          <tr className="ours">
            <th scope="row">This lab, now</th>
            <td className="mono">{(log / 1e6).toFixed(2)}</td>
            <td className="mono">–</td>
          </tr>
          <tr>
            <th scope="row">
              <Term word="state-transfer">State transfer</Term> here
            </th>
            <td className="mono">{(dirty / 1e6).toFixed(2)}</td>
            <td>–</td>
          </tr>
        </tbody>
      </table>
    </Scroller>
  );
}

export function Bandwidth() {
  const series = useObserved((model) => model.series);
  const log = useLab((state) => state.channel.bitsPerSecond);
  const lag = useLab((state) => {
    const backup = backupHost(state.hosts);
    return backup ? state.hosts[backup].lagMs : null;
  });
  const cpu = useLab((state) => {
    const live = liveHost(state.hosts);
    return live ? state.hosts[live].cpuLimit : null;
  });
  const readBandwidth = useCallback(
    () => lastMinute(series, ['logBitsPerSecond', 'dirtyBitsPerSecond'], floorBits),
    [series],
  );
  const readLag = useCallback(() => lastMinute(series, ['lagMs', 'cpuLimit'], 0), [series]);
  return (
    <div className="charts" data-testid="bandwidth">
      <div className="chart-box">
        <h3>
          Bandwidth <Key line={{ colour: 'accent' }} words={`log, now ${formatBits(log)}`} />
          <Key line={{ colour: 'out', dash: [6, 4] }} words="state transfer would need" />
        </h3>
        <Chart
          label={`Log bandwidth, now ${formatBits(log)}`}
          lines={bandwidthLines}
          read={readBandwidth}
          format={shortBits}
          scale="logarithmic"
        />
      </div>
      <div className="chart-box">
        <h3>
          <Term word="execution-lag">Execution lag</Term>{' '}
          <Key line={{ colour: 'cons' }} words={`ms, now ${lag === null ? '–' : formatMs(lag)}`} />
          <Key
            line={{ colour: 'warn', dash: [3, 3] }}
            words={`CPU limit, now ${cpu === null ? '–' : `${Math.round(cpu)} %`}`}
          />
        </h3>
        <Chart
          label={`Execution lag, now ${lag === null ? 'none' : formatMs(lag)}`}
          lines={lagLines}
          read={readLag}
          format={(value) => String(Math.round(value))}
          scale="linear"
        />
      </div>
      <PaperFigures />
    </div>
  );
}

/** For an axis: "10 k", "1 M" bits per second. */
function shortBits(bits: number): string {
  if (bits >= 1e9) return `${bits / 1e9} Gbit/s`;
  if (bits >= 1e6) return `${bits / 1e6} Mbit/s`;
  return bits >= 1e3 ? `${bits / 1e3} kbit/s` : `${bits} bit/s`;
}
