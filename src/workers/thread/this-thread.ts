/**
 * What differs between a Web Worker and a Node worker thread: how a thread reaches the one that started it.
 * The only file under src/workers that asks where it runs.
 */
import { portOf, type Port } from './port.ts';

/**
 * The port to whoever started this thread. Not asynchronous: a browser delivers messages as soon as the worker's program
 * first waits, and what arrives before a handler is installed is lost.
 * @throws when called on a page's main thread
 */
export function thisThread<Send, Receive>(): Port<Send, Receive> {
  if (typeof process !== 'object' || process.versions?.node === undefined) return portOf(globalThis);
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  if (parentPort === null) throw new Error('This module must be started as a worker thread.');
  return portOf(parentPort);
}

export interface Turn {
  /** Runs the task once, soon; asking again before that changes nothing. */
  request(): void;
  close(): void;
}

/**
 * Runs `task` in a turn of its own, after messages that have already arrived and without a timer's 4 ms clamp.
 * Node hands over up to a thousand port messages before it looks at its timers, so there it is a turn of the event loop.
 */
export function createTurn(task: () => void): Turn {
  return typeof setImmediate === 'function' ? immediateTurn(task) : messageTurn(task);
}

function immediateTurn(task: () => void): Turn {
  let waiting: ReturnType<typeof setImmediate> | undefined;
  return {
    request: () => {
      waiting ??= setImmediate(() => {
        waiting = undefined;
        task();
      });
    },
    close: () => clearImmediate(waiting),
  };
}

function messageTurn(task: () => void): Turn {
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
