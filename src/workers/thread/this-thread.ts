/**
 * What differs between a Web Worker and a Node worker thread: how a thread reaches the one that started it.
 * The only file under src/workers that asks where it runs.
 */
import { portOf, type Port } from './port.ts';

/** The port to whoever started this thread. @throws when called on a page's main thread. */
export async function thisThread<Send, Receive>(): Promise<Port<Send, Receive>> {
  if (typeof process === 'object' && process.versions?.node !== undefined) {
    const { parentPort } = await import(/* @vite-ignore */ 'node:worker_threads');
    if (parentPort === null) throw new Error('This module must be started as a worker thread.');
    return portOf(parentPort);
  }
  return portOf(globalThis);
}

/** Runs `task` in a turn of its own, after messages that have already arrived and without a timer's 4 ms clamp. */
export function createTurn(task: () => void): { request(): void; close(): void } {
  const channel = new MessageChannel();
  let requested = false;
  channel.port1.onmessage = () => {
    requested = false;
    task();
  };
  return {
    request: () => {
      if (requested) return;
      requested = true;
      channel.port2.postMessage(null);
    },
    close: () => {
      channel.port1.onmessage = null;
      channel.port1.close();
      channel.port2.close();
    },
  };
}
