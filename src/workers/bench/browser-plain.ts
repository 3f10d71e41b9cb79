/** Starts a worker with plain v86. The address is written out, since the bundler only finds workers that are. */
import { portOf } from '../thread/port.ts';
import type { WorkerThread } from '../thread/worker-kind.ts';

export function spawnPlain(name: string): WorkerThread {
  const worker = new Worker(new URL('./plain-v86.worker.ts', import.meta.url), { type: 'module', name });
  return {
    ...portOf<unknown, unknown>(worker),
    terminate: () => worker.terminate(),
    onFailure: (listener) => {
      worker.addEventListener('error', (event) => listener(event.message || 'its program could not be loaded'));
    },
  };
}
