/**
 * Starts the lab's Web Workers. Each program's address is imported by name, since the bundler only finds workers that are.
 * Must not run under Node; its twin there is node/threads.ts.
 */
/* oxlint-disable import/default -- the bundler makes these exports */
import hostProgram from '../host/host.worker.ts?worker&url';
import outsideProgram from '../outside/outside.worker.ts?worker&url';
import replayProgram from '../recording/replay.worker.ts?worker&url';
import storageProgram from '../storage/storage.worker.ts?worker&url';
import { startWorker } from './start-worker.ts';
import type { Spawn, WorkerKind } from './worker-kind.ts';

const programs: Record<WorkerKind, string> = {
  host: hostProgram,
  outside: outsideProgram,
  replay: replayProgram,
  storage: storageProgram,
};

export const spawnWorker: Spawn = (kind, name) => startWorker(programs[kind], name);
