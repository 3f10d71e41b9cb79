/** Runs the workloads in the built page and brings the samples here. */
import type { BenchmarkOptions, Sample } from '../src/workers/bench/benchmark.ts';
import type { OpenPage } from './browser.ts';

interface PageWindow {
  lab: { ready: Promise<unknown>; close(): void };
  lockstepBenchmark(): Promise<typeof import('../src/workers/bench/browser-benchmark.ts')>;
  benchDoing(text: string): void;
}

/** The page's own lab ends: the benchmark starts machines of its own. */
export async function runInBrowser(
  { page }: OpenPage,
  options: BenchmarkOptions,
  doing: (text: string) => void,
): Promise<Sample[]> {
  await page.exposeFunction('benchDoing', doing);
  return page.evaluate(async (given) => {
    const view = window as unknown as PageWindow;
    await view.lab.ready;
    view.lab.close();
    // The page has nothing to draw any more.
    window.requestAnimationFrame = () => 0;
    document.querySelector('#root')?.remove();
    const { benchmarkInBrowser } = await view.lockstepBenchmark();
    return benchmarkInBrowser({
      ...given,
      progress: ({ done, total, doing }) => view.benchDoing(`${done} of ${total}: ${doing}`),
    });
  }, options);
}
