/** Starts a worker with plain v86. Its address is imported by name, since the bundler only finds workers that are. */
/* oxlint-disable import/default -- the bundler makes these exports */
import { portOf } from '../thread/port.ts';
import { startWorker } from '../thread/start-worker.ts';
import type { WorkerThread } from '../thread/worker-kind.ts';
import plainProgram from './plain-v86.worker.ts?worker&url';

export function spawnPlain(name: string): WorkerThread {
  const worker = startWorker(plainProgram, name);
  return {
    ...portOf<unknown, unknown>(worker),
    terminate: () => worker.terminate(),
    onFailure: (listener) => {
      worker.addEventListener('error', (event) => listener(event.message || 'its program could not be loaded'));
    },
  };
}
