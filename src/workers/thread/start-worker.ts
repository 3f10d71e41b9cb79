/**
 * Starts a built program as a Web Worker that is bound by the page's content security policy. A worker takes its policy from
 * the response that brought its program, and a static server sends none; one that is started from a blob takes it from whoever
 * made the blob. So each worker starts from a blob of one line, which imports the program. Must not know what workers do.
 */

/** One for each program, for as long as the page lives: a browser may read it later than it makes the worker. */
const starters = new Map<string, string>();

/**
 * @param program address of the program, as the bundler knows it (`?worker&url`)
 * @param name shown in the browser's tools
 */
export function startWorker(program: string, name: string): Worker {
  let starter = starters.get(program);
  if (starter === undefined) {
    // A static import: what is sent to the worker waits until the whole program has run.
    const text = `import ${JSON.stringify(new URL(program, document.baseURI).href)};`;
    starter = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    starters.set(program, starter);
  }
  return new Worker(starter, { type: 'module', name });
}
