/**
 * Starts Node's worker threads with the same programs that a browser's workers run. Twin of thread/browser-threads.ts.
 * Must not know what they do.
 */
import { Worker } from 'node:worker_threads';
import { portOf } from '../thread/port.ts';
import type { Spawn, WorkerKind, WorkerThread } from '../thread/worker-kind.ts';

const programs: Readonly<Record<WorkerKind, string>> = {
  host: '../host/host.worker.ts',
  storage: '../storage/storage.worker.ts',
  outside: '../outside/outside.worker.ts',
  replay: '../recording/replay.worker.ts',
};

/** Threads are TypeScript too, also when whoever starts them was compiled by somebody else, as Vitest does. */
export const typescriptFlags = ['--import', new URL('../../../scripts/typescript.mjs', import.meta.url).href];

export const spawnThread: Spawn = (kind, name): WorkerThread => {
  const worker = new Worker(new URL(programs[kind], import.meta.url), { name, execArgv: [...typescriptFlags] });
  let terminated = false;
  return {
    ...portOf<unknown, unknown>(worker),
    terminate: () => {
      terminated = true;
      void worker.terminate();
    },
    onFailure: (listener) => {
      worker.on('error', (error) => listener(error instanceof Error ? error.message : String(error)));
      worker.on('messageerror', () => listener('a message could not be read'));
      worker.on('exit', (code) => {
        if (!terminated) listener(`it ended by itself with code ${code}`);
      });
    },
  };
};
