/** What the logging channel carries, what the Output Rule costs a client, and how smooth the page is meanwhile. */
import type { Page } from '@playwright/test';
import { quantile } from '../../src/workers/bench/statistics.ts';
import {
  figure,
  labTimePasses,
  medianOf,
  p99Of,
  run,
  stateOf,
  table,
  watchRequests,
  type LabWindow,
  type Requests,
} from './lab-page.ts';

export const shellLoop = 'while :; do :; done\n';
export const controlC = '\u0003';
const settleMs = 1000;
export const warmUpMs = 10_000;
const measureMs = 5000;

export interface Bandwidth {
  readonly what: string;
  readonly megabitsPerSecond: number;
  readonly entriesPerSecond: number;
  readonly batchesPerSecond: number;
}

async function bandwidth(page: Page, what: string): Promise<Bandwidth> {
  await labTimePasses(page, settleMs);
  const from = await stateOf(page);
  await labTimePasses(page, measureMs);
  const to = await stateOf(page);
  const seconds = (to.time.labMs - from.time.labMs) / 1000;
  const entries = (state: typeof from): number =>
    Object.values(state.channel.entries).reduce((sum, one) => sum + one, 0);
  return {
    what,
    megabitsPerSecond: ((to.channel.sentBytes - from.channel.sentBytes) * 8) / 1e6 / seconds,
    entriesPerSecond: (entries(to) - entries(from)) / seconds,
    batchesPerSecond: (to.channel.sentBatches - from.channel.sentBatches) / seconds,
  };
}

/** The channel while the service is idle, runs a shell loop, and serves a client. Leaves it idle. */
export async function measureBandwidth(page: Page): Promise<Bandwidth[]> {
  const idle = await bandwidth(page, 'idle');
  await run(page, 'type', { text: shellLoop });
  const loop = await bandwidth(page, 'shell loop');
  await run(page, 'type', { text: controlC });
  await run(page, 'client', { action: 'start', rate: 50 });
  const client = await bandwidth(page, '50 INCR a second, each with its fsync');
  await run(page, 'client', { action: 'stop' });
  return [idle, loop, client];
}

export function bandwidthTable(rows: readonly Bandwidth[]): string {
  return table(
    ['the service is', 'log Mbit/s', 'log entries/s', 'batches/s'],
    rows.map((row) => [
      row.what,
      row.megabitsPerSecond.toFixed(3),
      row.entriesPerSecond.toFixed(0),
      row.batchesPerSecond.toFixed(0),
    ]),
  );
}

/** Milliseconds between two frames of the page while the shell loop runs on both hosts and a client is served. */
export async function measureFrames(page: Page): Promise<number[]> {
  await run(page, 'type', { text: shellLoop });
  await run(page, 'client', { action: 'start', rate: 50 });
  await labTimePasses(page, settleMs);
  const times = await page.evaluate(async (wantedMs) => {
    const between: number[] = [];
    const startMs = performance.now();
    let lastMs: number | null = null;
    while (performance.now() - startMs < wantedMs) {
      const nowMs: number = await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
      if (lastMs !== null) between.push(nowMs - lastMs);
      lastMs = nowMs;
    }
    return between;
  }, measureMs);
  await run(page, 'client', { action: 'stop' });
  await run(page, 'type', { text: controlC });
  return times;
}

export function framesTable(times: readonly number[]): string {
  const slow = times.filter((ms) => ms > 25).length;
  return table(
    ['frames', 'median ms', '99 % ms', 'longest ms', 'longer than 25 ms'],
    [
      [
        String(times.length),
        medianOf(times),
        p99Of(times),
        Math.max(...times).toFixed(0),
        `${((100 * slow) / times.length).toFixed(1)} %`,
      ],
    ],
  );
}

async function marksSoFar(page: Page): Promise<number> {
  return await page.evaluate(() => (window as unknown as LabWindow).lab.timeline.total);
}

/** Milliseconds from the end of the frame that made an output to its release, for the timeline's marks after the first `since`. */
async function heldTimes(page: Page, since: number): Promise<number[]> {
  return await page.evaluate((from) => {
    const { timeline } = (window as unknown as LabWindow).lab;
    const batchKinds = new Set(['clock', 'random', 'console', 'packet', 'disk', 'control', 'output']);
    const sentMs = new Map<string, number>();
    const held: number[] = [];
    for (let index = Math.max(0, timeline.length - (timeline.total - from)); index < timeline.length; index++) {
      const key = `${timeline.generation(index)} ${timeline.sequence(index)}`;
      const kind = timeline.kind(index);
      if (batchKinds.has(kind)) sentMs.set(key, timeline.labMs(index));
      const sent = sentMs.get(key);
      if (kind === 'released' && sent !== undefined) held.push(timeline.labMs(index) - sent);
    }
    return held;
  }, since);
}

export interface AddedLatency {
  readonly heldMs: readonly number[];
  readonly protected: Requests;
  readonly alone: Requests;
}

/**
 * One request after the other, first with a backup, then without, each after `warmUpMs` of the same load: for as long the browser
 * compiles what the guest's code has become, on the same processors. Leaves the lab with a VM that is live alone.
 */
export async function measureAddedLatency(page: Page): Promise<AddedLatency> {
  await run(page, 'client', { action: 'start', rate: 0 });
  await labTimePasses(page, warmUpMs);
  const marks = await marksSoFar(page);
  const withBackup = await watchRequests(page, measureMs);
  const heldMs = await heldTimes(page, marks);
  await run(page, 'crash-backup');
  await page.evaluate(() =>
    (window as unknown as LabWindow).lab.until(
      ({ hosts }) => Object.values(hosts).some(({ role }) => role === 'live-alone'),
      60_000,
    ),
  );
  await labTimePasses(page, warmUpMs);
  const alone = await watchRequests(page, measureMs);
  await run(page, 'client', { action: 'stop' });
  return { heldMs, protected: withBackup, alone };
}

export function latencyTable({ heldMs, protected: withBackup, alone }: AddedLatency): string {
  const difference = (part: number): string =>
    figure((quantile(withBackup.latenciesMs, part) ?? NaN) - (quantile(alone.latenciesMs, part) ?? NaN), 2);
  return table(
    ['milliseconds', 'median', '99 %', 'requests/s'],
    [
      ['an output is held (frame’s end to release)', medianOf(heldMs, 2), p99Of(heldMs, 2), ''],
      [
        'client’s latency, protected',
        medianOf(withBackup.latenciesMs, 2),
        p99Of(withBackup.latenciesMs, 2),
        figure(withBackup.perSecond, 0),
      ],
      [
        'client’s latency, live alone',
        medianOf(alone.latenciesMs, 2),
        p99Of(alone.latenciesMs, 2),
        figure(alone.perSecond, 0),
      ],
      ['difference', difference(0.5), difference(0.99), ''],
    ],
  );
}
