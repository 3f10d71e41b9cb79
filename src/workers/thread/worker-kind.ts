/** The kinds of thread that the lab starts, and how it starts one. Must not know what they do. */
import type { Port } from './port.ts';

export type WorkerKind = 'host' | 'storage' | 'outside' | 'replay';

/** A running thread: its port, and its end. */
export interface WorkerThread extends Port<unknown, unknown> {
  /** Ends it at once, in the middle of whatever it does: the lab's crash is this, fail-stop for real. */
  terminate(): void;
  /** Told when the thread could not start or died by an error of its own. */
  onFailure(listener: (reason: string) => void): void;
}

/** @param name shown in the browser's tools */
export type Spawn = (kind: WorkerKind, name: string) => WorkerThread;
