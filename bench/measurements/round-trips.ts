/** A client's latency and throughput against the logging channel's round trip. Paper section 2.2: outputs wait for it. */
import type { Page } from '@playwright/test';
import { quantile } from '../../src/workers/bench/statistics.ts';
import { draw } from './draw.ts';
import { warmUpMs } from './traffic.ts';
import { figure, labTimePasses, medianOf, p99Of, run, table, watchRequests, type Requests } from './lab-page.ts';

const roundTripsMs = [0, 1, 2, 5, 10, 20, 50, 100];
const settleMs = 1000;
const eachMs = 3000;

export interface RoundTrip {
  readonly rttMs: number;
  readonly requests: Requests;
}

/** One request after the other, with more and more delay. The lab must be protected; its channel has no delay afterwards. */
export async function measureRoundTrips(page: Page): Promise<RoundTrip[]> {
  await run(page, 'client', { action: 'start', rate: 0 });
  await labTimePasses(page, warmUpMs);
  const rows = [];
  for (const rttMs of roundTripsMs) {
    await run(page, 'set-link', { link: 'logging', rttMs });
    await labTimePasses(page, settleMs);
    rows.push({ rttMs, requests: await watchRequests(page, eachMs) });
  }
  await run(page, 'set-link', { link: 'logging', rttMs: 0 });
  await run(page, 'client', { action: 'stop' });
  return rows;
}

export function roundTripTable(rows: readonly RoundTrip[]): string {
  return table(
    ['channel’s round trip, ms', 'client’s latency, median ms', '99 % ms', 'requests/s'],
    rows.map(({ rttMs, requests }) => [
      String(rttMs),
      medianOf(requests.latenciesMs),
      p99Of(requests.latenciesMs),
      figure(requests.perSecond),
    ]),
  );
}

export function roundTripChart(rows: readonly RoundTrip[]): string {
  const latencies = (part: number): { x: number; y: number }[] =>
    rows.map(({ rttMs, requests }) => ({ x: rttMs, y: quantile(requests.latenciesMs, part) ?? Number.NaN }));
  return draw({
    title: 'A client’s latency and throughput against the logging channel’s round trip',
    description:
      'One request after the other, each written with fsync before its reply. Every output waits for one round trip of the logging channel.',
    axis: 'round trip of the logging channel, ms',
    panels: [
      {
        axis: 'client’s latency, ms',
        lines: [
          { name: 'median', points: latencies(0.5), dots: 'at-points' },
          { name: '99 %', points: latencies(0.99), dots: 'at-points' },
        ],
      },
      {
        axis: 'requests per second',
        lines: [
          {
            name: 'throughput',
            points: rows.map(({ rttMs, requests }) => ({ x: rttMs, y: requests.perSecond })),
            dots: 'at-points',
          },
        ],
      },
    ],
  });
}
