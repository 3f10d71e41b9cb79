/** Execution lag and throttling: the backup's host has little CPU for a while. Paper section 3.2. */
import type { Page } from '@playwright/test';
import { standardConfiguration } from '../../src/ft/configuration.ts';
import type { LabState } from '../../src/workers/lab/lab.ts';
import { draw } from './draw.ts';
import { labTimePasses, run, stateOf, table, type LabWindow } from './lab-page.ts';
import { controlC, shellLoop } from './traffic.ts';

export const slowHostPercent = 40;
const settleMs = 3000;
const patienceMs = 120_000;
const caughtUpMs = standardConfiguration.lag.recoveredMs;
const limitMs = standardConfiguration.lag.limitMs;

/** Seconds of lab time since the first sample. */
export interface LagRun {
  readonly samples: readonly { readonly seconds: number; readonly lagMs: number; readonly cpuPercent: number }[];
  readonly slowedAt: number;
  readonly caughtUpAt: number;
  readonly givenBackAt: number;
  readonly restoredAt: number;
}

/** `condition` is about `primary` and `backup`, and evaluated in the page. Throws when there is no pair any more. */
async function untilOfPair(page: Page, condition: string): Promise<void> {
  const pair = `const all = Object.values(hosts); const [primary, backup] = ['primary', 'backup'].map((role) => all.find((host) => host.role === role));`;
  const state = await page.evaluate<LabState>(
    `window.lab.until(({ hosts }) => { ${pair} return primary === undefined || backup === undefined || ${condition}; }, ${patienceMs})`,
  );
  const roles = Object.values(state.hosts).map(({ role, reason }) => `${role} ${reason}`);
  if (!roles.some((words) => words.startsWith('backup'))) throw new Error(`The pair was lost: ${roles.join(', ')}`);
}

/** The lab must be protected and idle; it is again afterwards. */
export async function measureLag(page: Page): Promise<LagRun> {
  const { hosts } = await stateOf(page);
  const [host] = Object.entries(hosts).find(([, { role }]) => role === 'backup') ?? [];
  if (host === undefined) throw new Error('there is no backup whose host could be slowed');
  const now = async (): Promise<number> => (await stateOf(page)).time.labMs;
  await run(page, 'type', { text: shellLoop });
  await labTimePasses(page, settleMs);
  const beganAt = await now();
  await labTimePasses(page, settleMs);
  const slowedAt = await now();
  await run(page, 'set-host', { host, cpu: slowHostPercent });
  await untilOfPair(page, `primary.cpuLimit < 100`);
  await untilOfPair(page, `backup.lagMs < ${caughtUpMs}`);
  const caughtUpAt = await now();
  await labTimePasses(page, settleMs);
  const givenBackAt = await now();
  await run(page, 'set-host', { host, cpu: 100 });
  await untilOfPair(page, `primary.cpuLimit === 100`);
  const restoredAt = await now();
  await labTimePasses(page, settleMs);
  await run(page, 'type', { text: controlC });
  const samples = await page.evaluate((from) => {
    const { series } = (window as unknown as LabWindow).lab;
    const found = [];
    for (let index = 0; index < series.length; index++) {
      const seconds = (series.labMs[index]! - from) / 1000;
      if (seconds >= 0 && Number.isFinite(series.lagMs[index]!))
        found.push({ seconds, lagMs: series.lagMs[index]!, cpuPercent: series.cpuLimit[index]! });
    }
    return found;
  }, beganAt);
  const since = (labMs: number): number => (labMs - beganAt) / 1000;
  return {
    samples,
    slowedAt: since(slowedAt),
    caughtUpAt: since(caughtUpAt),
    givenBackAt: since(givenBackAt),
    restoredAt: since(restoredAt),
  };
}

export function lagChart(measured: LagRun): string {
  const { samples, slowedAt, givenBackAt } = measured;
  return draw({
    title: 'Execution lag and throttling',
    description: `The backup’s host gives its VM ${slowHostPercent} % of a processor for a while. The lag rises, the primary is throttled, the lag falls; with its processor back, the primary is given its own back too.`,
    axis: 'lab time, seconds',
    moments: [
      { x: slowedAt, name: `the backup’s host: ${slowHostPercent} % CPU` },
      { x: givenBackAt, name: 'all its CPU again' },
    ],
    panels: [
      {
        axis: 'execution lag, ms',
        lines: [{ name: 'lag', points: samples.map(({ seconds, lagMs }) => ({ x: seconds, y: lagMs })) }],
        levels: [{ y: limitMs, name: 'limit' }],
      },
      {
        axis: 'CPU share of the primary, %',
        lines: [
          {
            name: 'primary’s share',
            points: samples.map(({ seconds, cpuPercent }) => ({ x: seconds, y: cpuPercent })),
          },
        ],
      },
    ],
  });
}

export function lagTable({ samples, slowedAt, caughtUpAt, givenBackAt, restoredAt }: LagRun): string {
  const worst = samples.reduce((most, sample) => (sample.lagMs > most.lagMs ? sample : most));
  const throttled = samples.find(({ cpuPercent }) => cpuPercent < 100);
  const least = Math.min(...samples.map(({ cpuPercent }) => cpuPercent));
  return table(
    ['what', 'seconds after the host was slowed', 'figure'],
    [
      ['the primary is throttled', ((throttled?.seconds ?? NaN) - slowedAt).toFixed(1), ''],
      ['greatest lag', (worst.seconds - slowedAt).toFixed(1), `${worst.lagMs.toFixed(0)} ms`],
      [
        `lag below ${caughtUpMs} ms again`,
        (caughtUpAt - slowedAt).toFixed(1),
        `CPU share at least ${least.toFixed(0)} %`,
      ],
      ['the host has its CPU back', (givenBackAt - slowedAt).toFixed(1), ''],
      ['the primary has all of its CPU again', (restoredAt - slowedAt).toFixed(1), '100 %'],
    ],
  );
}
