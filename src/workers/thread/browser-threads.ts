/**
 * Starts Web Workers. Each address is written out, since the bundler only finds workers that are.
 * Must not run under Node; its twin there is node/threads.ts.
 */
import { portOf } from './port.ts';
import type { Spawn, WorkerKind, WorkerThread } from './worker-kind.ts';

function create(kind: WorkerKind, name: string): Worker {
  switch (kind) {
    case 'host':
      return new Worker(new URL('../host/host.worker.ts', import.meta.url), { type: 'module', name });
    case 'storage':
      return new Worker(new URL('../storage/storage.worker.ts', import.meta.url), { type: 'module', name });
    case 'replay':
      return new Worker(new URL('../recording/replay.worker.ts', import.meta.url), { type: 'module', name });
    case 'outside':
      return new Worker(new URL('../outside/outside.worker.ts', import.meta.url), { type: 'module', name });
  }
}

export const spawnWorker: Spawn = (kind, name): WorkerThread => {
  const worker = create(kind, name);
  const port = portOf<unknown, unknown>(worker);
  return {
    ...port,
    terminate: () => worker.terminate(),
    onFailure: (listener) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        listener(
          event.message === '' || event.message === undefined ? 'its program could not be loaded' : event.message,
        );
      });
      worker.addEventListener('messageerror', () => listener('a message could not be read'));
    },
  };
};
