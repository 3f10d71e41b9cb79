/**
 * Lets `npm run bench` reach the benchmark from outside of the page. Its code is loaded when it is first asked for.
 */
interface Exposed {
  lockstepBenchmark?: () => Promise<typeof import('../../workers/bench/browser-benchmark.ts')>;
}

(window as Exposed).lockstepBenchmark = async () => import('../../workers/bench/browser-benchmark.ts');
