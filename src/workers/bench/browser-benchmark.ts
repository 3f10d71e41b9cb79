/**
 * The benchmark in a page: machines of its own, beside whatever the page's lab does. Must not know React.
 */
import { ruleList } from '../../ft/rules.ts';
import { loadInBrowser } from '../lab/create-lab.ts';
import { spawnWorker } from '../thread/browser-threads.ts';
import {
  measure,
  runBenchmark,
  startMachines,
  type BenchmarkEnvironment,
  type BenchmarkOptions,
  type Sample,
} from './benchmark.ts';
import { spawnPlain } from './browser-plain.ts';
import type { ConfigurationId } from './rig.ts';
import { workloads, type WorkloadId } from './workload.ts';

/** Set by `npm run bench`, which sees the browser from outside. */
interface Measured {
  readonly lockstepCpuSeconds?: () => Promise<number>;
}

/** @throws when a machine does not start, a guest hangs, or the signal says so */
export async function benchmarkInBrowser(options: BenchmarkOptions): Promise<Sample[]> {
  return runBenchmark(environment(), options);
}

/** Machines for a profile: they run one workload each time they are asked to. */
export async function machinesInBrowser(
  wanted: readonly ConfigurationId[],
): Promise<(workload: WorkloadId, seconds: number) => Promise<Sample>> {
  const { rigs } = await startMachines(environment(), wanted);
  return async (id, seconds) =>
    measure(environment(), rigs[0]!, { workload: workloads.find((one) => one.id === id)!, seconds, round: 0 });
}

function environment(): BenchmarkEnvironment {
  const { lockstepCpuSeconds } = globalThis as Measured;
  return {
    load: loadInBrowser,
    spawn: spawnWorker,
    spawnPlain,
    rules: ruleList,
    ...(lockstepCpuSeconds === undefined ? {} : { cpuSeconds: lockstepCpuSeconds }),
  };
}

export { rowsOf } from './rows.ts';
export { markdownTable } from './table.ts';
