/** Starts a worker with plain v86. Its address is imported by name, since the bundler only finds workers that are. */
/* oxlint-disable import/default -- the bundler makes these exports */
import { startWorker } from '../thread/start-worker.ts';
import type { WorkerThread } from '../thread/worker-kind.ts';
import plainProgram from './plain-v86.worker.ts?worker&url';

export function spawnPlain(name: string): WorkerThread {
  return startWorker(plainProgram, name);
}
