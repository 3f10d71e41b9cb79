/** Measures what protection costs on this computer, beside what the paper measured on its own. Paper section 5. */
import type { Row } from '../../workers/bench/rows.ts';
import { saveFile } from '../../workers/lab/share/save-file.ts';
import { Scroller } from '../common/scroller.tsx';
import { TabTools } from '../dock/tab-tools.tsx';
import { useModel } from '../store/lab-context.tsx';
import { cancelBenchmark, startBenchmark, useBenchRun } from './bench-run.ts';
import './bench.css';

/** Bars end here; a ratio above is drawn as this and said in words. */
const fullBar = 1.5;

function Bar({ ratio, kind }: { readonly ratio: number | null; readonly kind: 'ours' | 'solo' | 'papers' }) {
  if (ratio === null) return <span className="bench-bar dim">–</span>;
  return (
    <span className="bench-bar">
      <i className={kind} style={{ width: `${(Math.min(ratio, fullBar) / fullBar) * 100}%` }} />
      <b>{ratio.toFixed(2)}</b>
    </span>
  );
}

function mbit(value: number | null): string {
  return value === null ? '–' : value.toFixed(value < 10 ? 2 : 0);
}

function BenchTable({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <table className="bench-table" data-testid="bench-table">
      <thead>
        <tr>
          <th scope="col">workload</th>
          <th scope="col">protected : two stock v86</th>
          <th scope="col">protected : alone</th>
          <th scope="col">the paper’s FT : non-FT</th>
          <th scope="col">log Mbit/s</th>
          <th scope="col">paper’s</th>
          <th scope="col">lag ms</th>
          <th scope="col">output held ms</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {row.name}
              {row.ok ? '' : ' (its check failed)'}
            </th>
            <td>
              <Bar ratio={row.ratio} kind="ours" />
            </td>
            <td>
              <Bar ratio={row.soloRatio} kind="solo" />
            </td>
            <td title={row.paperName ?? ''}>
              <Bar ratio={row.paperRatio} kind="papers" />
            </td>
            <td className="number">{mbit(row.logMbit)}</td>
            <td className="number">{mbit(row.paperMbit)}</td>
            <td className="number">{row.lagMs?.toFixed(1) ?? '–'}</td>
            <td className="number">{row.addedLatencyMs?.toFixed(2) ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function BenchPanel() {
  const model = useModel();
  const { phase, done, total, doing, rows, table, failure } = useBenchRun();
  const isRunning = phase === 'running';
  return (
    <Scroller className="bench" label="Benchmarks" testId="bench">
      <TabTools>
        {isRunning ? (
          <button type="button" className="button small" onClick={cancelBenchmark} data-testid="bench-cancel">
            Cancel
          </button>
        ) : (
          <button
            type="button"
            className="button small"
            onClick={() => void startBenchmark(model)}
            data-testid="bench-start"
          >
            Run the benchmark
          </button>
        )}
        <button
          type="button"
          className="button small"
          disabled={rows.length === 0 || isRunning}
          onClick={() => saveFile('lockstep-benchmark.md', new Blob([`${table}\n`], { type: 'text/markdown' }))}
          data-testid="bench-export"
        >
          Export the table
        </button>
      </TabTools>
      <p className="dim">
        Each workload runs for a second on two stock v86 at once, here unprotected and here protected, on machines of
        its own; the lab is paused meanwhile. It takes about a minute and all of two processors. For figures to quote,
        run <code>npm run bench</code>.
      </p>
      {isRunning ? (
        <p role="status">
          <progress value={done} max={Math.max(total, 1)} aria-label="Progress" /> {done} of {total}: {doing}
        </p>
      ) : null}
      {phase === 'cancelled' ? <p role="status">Cancelled.</p> : null}
      {phase === 'failed' ? <p role="alert">The benchmark stopped: {failure}</p> : null}
      {rows.length > 0 ? <BenchTable rows={rows} /> : null}
    </Scroller>
  );
}
