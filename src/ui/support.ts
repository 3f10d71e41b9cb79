/** What a browser must have, each with the words for a person whose browser lacks it. */

const needed = [
  { name: 'WebAssembly', words: 'WebAssembly, in which the virtual machines run' },
  { name: 'Worker', words: 'web workers, the threads that stand for the servers' },
  { name: 'MessageChannel', words: 'message channels, the wires between the servers' },
  { name: 'DecompressionStream', words: 'decompression streams, which unpack the Linux image' },
  { name: 'ResizeObserver', words: 'resize observers, which fit the consoles' },
] as const;

/** The words for everything that `scope` lacks; empty when the lab can run. */
export function missingFeatures(scope: object): readonly string[] {
  return needed.filter((feature) => !(feature.name in scope)).map((feature) => feature.words);
}
