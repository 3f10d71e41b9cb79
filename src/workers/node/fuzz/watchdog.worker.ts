/** Ends the process when a case does not end by itself, and says which. Its own thread, since the other one is busy. */
import { workerData } from 'node:worker_threads';

/** 0: target, 1: number of the case. */
const { place, names } = workerData as { readonly place: Int32Array; readonly names: readonly string[] };
const patienceMs = 60_000;
let last = '';
let sinceMs = performance.now();

setInterval(() => {
  const now = `${Atomics.load(place, 0)}:${Atomics.load(place, 1)}`;
  if (now !== last) {
    last = now;
    sinceMs = performance.now();
  } else if (performance.now() - sinceMs > patienceMs) {
    process.stderr.write(`HANGS: reader "${names[Atomics.load(place, 0)]}", case ${Atomics.load(place, 1)}\n`);
    process.exit(1);
  }
}, 1000);
