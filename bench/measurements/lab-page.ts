/** What all measurements need from the page: its lab, samples of latencies, and numbers as text. */
import type { Page } from '@playwright/test';
import type { LabState } from '../../src/workers/lab/lab.ts';
import type { LabModel } from '../../src/workers/lab/model.ts';
import { quantile } from '../../src/workers/bench/statistics.ts';

export interface LabWindow {
  lab: LabModel;
}

const timeoutMs = 120_000;

export async function run(page: Page, id: string, parameters: object = {}): Promise<void> {
  await page.evaluate(
    async ([command, given]) => {
      await (window as unknown as LabWindow).lab.run(command, given);
    },
    [id, parameters] as const,
  );
}

export async function stateOf(page: Page): Promise<LabState> {
  return await page.evaluate(() => (window as unknown as LabWindow).lab.state());
}

/** The predicate runs in the page. */
export async function until(page: Page, predicate: (state: LabState) => boolean): Promise<LabState> {
  return await page.evaluate<LabState>(`window.lab.until(${predicate.toString()}, ${timeoutMs})`);
}

/** Lab time goes on for so long. Nothing else is waited for: this is a measurement, not a test. */
export async function labTimePasses(page: Page, ms: number): Promise<void> {
  await page.evaluate(
    async ([wanted, limitMs]) => {
      const { lab } = window as unknown as LabWindow;
      const from = lab.state().time.labMs;
      await lab.until((state) => state.time.labMs >= from + wanted, limitMs);
    },
    [ms, timeoutMs] as const,
  );
}

export interface Requests {
  /** Milliseconds of each request that was answered meanwhile, as the client program saw it. */
  readonly latenciesMs: readonly number[];
  readonly perSecond: number;
}

/** Watches the client's requests for some lab time. */
export async function watchRequests(page: Page, ms: number): Promise<Requests> {
  return await page.evaluate(
    async ([wanted, limitMs]) => {
      const { lab } = window as unknown as LabWindow;
      const from = lab.state();
      const seen = new Map<string, number>();
      const stop = lab.subscribe(() => {
        for (const { atMs, request, latencyMs } of lab.state().client.recent)
          if (latencyMs !== null && atMs >= from.time.labMs) seen.set(`${atMs} ${request}`, latencyMs);
      });
      const to = await lab.until((state) => state.time.labMs >= from.time.labMs + wanted, limitMs);
      stop();
      const seconds = (to.time.labMs - from.time.labMs) / 1000;
      return { latenciesMs: [...seen.values()], perSecond: (to.client.replies - from.client.replies) / seconds };
    },
    [ms, timeoutMs] as const,
  );
}

/** "1.2", or a dash. */
export function figure(value: number | null, digits = 1): string {
  return value === null || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

export function medianOf(values: readonly number[], digits = 1): string {
  return figure(quantile(values, 0.5), digits);
}

export function p99Of(values: readonly number[], digits = 1): string {
  return figure(quantile(values, 0.99), digits);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = `|---|${head
    .slice(1)
    .map(() => '---:|')
    .join('')}`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
