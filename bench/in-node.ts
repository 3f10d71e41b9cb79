/** Runs the workloads in Node's worker threads. */
import { Worker } from 'node:worker_threads';
import { ruleList } from '../src/ft/rules.ts';
import { runBenchmark, type BenchmarkOptions, type Sample } from '../src/workers/bench/benchmark.ts';
import { loadParts } from '../src/workers/node/node-lab.ts';
import { spawnThread } from '../src/workers/node/threads.ts';
import { portOf } from '../src/workers/thread/port.ts';
import type { WorkerThread } from '../src/workers/thread/worker-kind.ts';

export async function runInNode(options: BenchmarkOptions, doing: (text: string) => void): Promise<Sample[]> {
  return runBenchmark(
    {
      load: loadParts,
      spawn: spawnThread,
      spawnPlain,
      rules: ruleList,
      cpuSeconds: async () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1e6;
      },
    },
    { ...options, progress: ({ done, total, doing: what }) => doing(`${done} of ${total}: ${what}`) },
  );
}

function spawnPlain(name: string): WorkerThread {
  const worker = new Worker(new URL('../src/workers/bench/plain-v86.worker.ts', import.meta.url), {
    name,
    execArgv: ['--import', new URL('../scripts/typescript.mjs', import.meta.url).href],
  });
  return {
    ...portOf<unknown, unknown>(worker),
    terminate: () => void worker.terminate(),
    onFailure: (listener) => void worker.on('error', (error) => listener(String(error))),
  };
}
