/** From an empty cache to two machines at a prompt in lockstep: how long, and what it is spent on. */
import type { Page } from '@playwright/test';
import { medianOf, table, type LabWindow } from './lab-page.ts';

/** Milliseconds since the navigation began. */
export interface ColdStart {
  readonly program: number;
  readonly emulator: number;
  readonly images: number;
  readonly checked: number;
  readonly machines: number;
  readonly prompt: number;
  readonly ready: number;
}

/** The page must have been opened a moment ago. */
export async function measureColdStart(page: Page): Promise<ColdStart> {
  return await page.evaluate(async () => {
    const { lab } = window as unknown as LabWindow;
    const atPrompt = lab
      .until(({ hosts }) => [hosts.A, hosts.B].every(({ console }) => console.includes('guest ready')), 120_000)
      .then(() => performance.now());
    const { time } = await lab.ready;
    const ready = performance.now();
    const prompt = await atPrompt;
    // Lab time begins when everything has arrived, was unpacked and checked.
    const checked = ready - time.labMs;
    const stands = lab.events().filter(({ text }) => text.includes('the machine stands'));
    const machines = checked + Math.max(...stands.slice(0, 2).map(({ labMs }) => labMs));
    const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    const arrived = (pattern: RegExp): number =>
      Math.max(...resources.filter(({ name }) => pattern.test(name)).map(({ responseEnd }) => responseEnd));
    return {
      program: arrived(/assets\/index-.*\.js$/),
      emulator: arrived(/\.wasm$/),
      images: arrived(/\/images\//),
      checked,
      machines,
      prompt,
      ready,
    };
  });
}

const parts: readonly (readonly [keyof ColdStart, string])[] = [
  ['program', 'The page’s program has arrived'],
  ['emulator', 'v86’s WebAssembly has arrived'],
  ['images', 'Linux and the disk have arrived'],
  ['checked', 'Unpacked, checked against their hashes, compiled'],
  ['machines', 'Threads run, both machines stand at their first instruction'],
  ['prompt', 'Both are at the prompt (JIT off until here)'],
  ['ready', 'JIT on at a logged frame, the client is connected: ready'],
];

export function coldStartTable(starts: readonly ColdStart[]): string {
  return table(
    ['milliseconds since navigation', 'median', 'fastest', 'slowest'],
    parts.map(([part, words]) => {
      const times = starts.map((start) => start[part]);
      return [words, medianOf(times, 0), Math.min(...times).toFixed(0), Math.max(...times).toFixed(0)];
    }),
  );
}
