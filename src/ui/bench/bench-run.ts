/**
 * The benchmark that this page runs, one at a time: it goes on when another tab of the dock is looked at. The lab is paused
 * meanwhile, since the benchmark has machines of its own. Must not know components.
 */
import { create } from 'zustand';
import type { BenchmarkProgress } from '../../workers/bench/benchmark.ts';
import type { Row } from '../../workers/bench/rows.ts';
import type { LabModel } from '../../workers/lab/model.ts';

export interface BenchRun {
  readonly phase: 'never' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly doing: string;
  readonly rows: readonly Row[];
  /** As Markdown, for the export. */
  readonly table: string;
  readonly failure: string;
}

export const useBenchRun = create<BenchRun>(() => ({
  phase: 'never',
  done: 0,
  total: 0,
  doing: '',
  rows: [],
  table: '',
  failure: '',
}));

let running: AbortController | null = null;

export function cancelBenchmark(): void {
  running?.abort();
}

/** Idle is left out: it says nothing that a bar could show. */
const workloads = [
  'cpu',
  'build',
  'database',
  'database-reads',
  'receive',
  'transmit',
  'echo',
  'disk-read',
  'disk-write',
] as const;

export async function startBenchmark(model: LabModel): Promise<void> {
  if (running !== null) return;
  const controller = new AbortController();
  running = controller;
  const set = useBenchRun.setState;
  set({ phase: 'running', done: 0, total: 0, doing: 'loading', rows: [], table: '', failure: '' });
  const wasPaused = model.state().time.paused;
  try {
    if (!wasPaused) await model.run('pause');
    const { benchmarkInBrowser, rowsOf, markdownTable } = await import('../../workers/bench/browser-benchmark.ts');
    const show = ({ done, total, doing, samples }: BenchmarkProgress): void => {
      const rows = rowsOf(samples);
      set({ done, total, doing, rows, table: markdownTable(rows) });
    };
    await benchmarkInBrowser({
      seconds: 1,
      rounds: 1,
      warmUpSeconds: 0,
      configurations: ['two-stock', 'alone', 'protected'],
      workloads,
      signal: controller.signal,
      progress: show,
    });
    set({ phase: 'done' });
  } catch (error) {
    if (controller.signal.aborted) set({ phase: 'cancelled' });
    else set({ phase: 'failed', failure: error instanceof Error ? error.message : String(error) });
  } finally {
    running = null;
    if (!wasPaused) await model.run('resume');
  }
}
