/**
 * Starts a built program as a Web Worker that is bound by the page's content security policy. A worker takes its policy from
 * the response that brought its program, and a static server sends none; one that is started from a blob takes it from whoever
 * made the blob. So each worker starts from a blob of one line, which imports the program. Must not know what workers do.
 */
import { portOf } from './port.ts';
import type { WorkerThread } from './worker-kind.ts';

/** One for each program, for as long as the page lives: a browser may read it later than it makes the worker. */
const starters = new Map<string, string>();

/**
 * @param program address of the program, as the bundler knows it (`?worker&url`)
 * @param name shown in the browser's tools
 */
export function startWorker(program: string, name: string): WorkerThread {
  let starter = starters.get(program);
  if (starter === undefined) {
    // A static import: what is sent to the worker waits until the whole program has run.
    const text = `import ${JSON.stringify(new URL(program, document.baseURI).href)};`;
    starter = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    starters.set(program, starter);
  }
  return threadOf(new Worker(starter, { type: 'module', name }));
}

function threadOf(worker: Worker): WorkerThread {
  return {
    ...portOf<unknown, unknown>(worker),
    terminate: () => worker.terminate(),
    onFailure: (listener) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        // A program that did not come is an error without a message.
        listener(event.message || 'its program could not be loaded');
      });
      worker.addEventListener('messageerror', () => listener('a message could not be read'));
    },
  };
}
