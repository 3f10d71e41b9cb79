/** Execution lag and throttling: the backup's host has little CPU for a while. Paper section 3.2. */
import type { Page } from '@playwright/test';
import { standardConfiguration } from '../../src/ft/configuration.ts';
import type { LabState } from '../../src/workers/lab/lab.ts';
import { draw } from './draw.ts';
import { figure, labTimePasses, medianOf, run, stateOf, table, type LabWindow } from './lab-page.ts';
import { controlC, shellLoop } from './traffic.ts';

/** What the backup's host leaves for its VM, run by run; the chart is of one of them. */
const slowHostPercents = [20, 40, 60, 80] as const;
const drawnPercent = 40;
const settleMs = 3000;
/** The loop must have found the pace before the second half of this. */
const slowForMs = 30_000;
const patienceMs = 120_000;
const { limitMs } = standardConfiguration.lag;

/** Seconds of lab time since the first sample. */
export interface LagRun {
  readonly percent: number;
  readonly samples: readonly { readonly seconds: number; readonly lagMs: number; readonly cpuPercent: number }[];
  readonly slowedAt: number;
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
async function measureLag(page: Page, percent: number): Promise<LagRun> {
  const { hosts } = await stateOf(page);
  const [host] = Object.entries(hosts).find(([, { role }]) => role === 'backup') ?? [];
  if (host === undefined) throw new Error('there is no backup whose host could be slowed');
  const now = async (): Promise<number> => (await stateOf(page)).time.labMs;
  await run(page, 'type', { text: shellLoop });
  await labTimePasses(page, settleMs);
  const beganAt = await now();
  await labTimePasses(page, settleMs);
  const slowedAt = await now();
  await run(page, 'set-host', { host, cpu: percent });
  await labTimePasses(page, slowForMs);
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
    percent,
    samples,
    slowedAt: since(slowedAt),
    givenBackAt: since(givenBackAt),
    restoredAt: since(restoredAt),
  };
}

export async function measureLags(page: Page): Promise<LagRun[]> {
  const runs: LagRun[] = [];
  for (const percent of slowHostPercents) runs.push(await measureLag(page, percent));
  return runs;
}

export function lagChart(runs: readonly LagRun[]): string {
  const drawn = runs.find(({ percent }) => percent === drawnPercent);
  if (drawn === undefined) throw new Error(`there is no run at ${drawnPercent} % to draw`);
  const { samples, slowedAt, givenBackAt } = drawn;
  return draw({
    title: 'Execution lag and throttling',
    description: `The backup’s host gives its VM ${drawnPercent} % of a processor for a while. The lag rises, the primary is throttled to about that share, the lag falls and stays short; with its processor back, the primary is given its own back too.`,
    axis: 'lab time, seconds',
    moments: [
      { x: slowedAt, name: `the backup’s host: ${drawnPercent} % CPU` },
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

/** Of one run: when what happened, and the second half of the time with a slow host. */
function lagRow({ percent, samples, slowedAt, givenBackAt, restoredAt }: LagRun): string[] {
  const slow = samples.filter(({ seconds }) => seconds >= slowedAt && seconds < givenBackAt);
  const settled = slow.filter(({ seconds }) => seconds >= (slowedAt + givenBackAt) / 2);
  const throttled = slow.find(({ cpuPercent }) => cpuPercent < 100);
  const tooLong = slow.findLast(({ lagMs }) => lagMs > limitMs);
  const shares = settled.map(({ cpuPercent }) => cpuPercent);
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return [
    `${percent} %`,
    figure(throttled === undefined ? null : throttled.seconds - slowedAt),
    figure(Math.max(...slow.map(({ lagMs }) => lagMs)), 0),
    figure(Math.min(...slow.map(({ cpuPercent }) => cpuPercent)), 0),
    figure(tooLong === undefined ? 0 : tooLong.seconds - slowedAt),
    medianOf(
      settled.map(({ lagMs }) => lagMs),
      0,
    ),
    `${figure(mean, 0)} (${figure(Math.min(...shares), 0)} to ${figure(Math.max(...shares), 0)})`,
    figure(restoredAt - givenBackAt),
  ];
}

export const lagTable = (runs: readonly LagRun[]): string =>
  table(
    [
      'the host gives',
      'throttled after s',
      'greatest lag ms',
      'least share %',
      `last above ${limitMs} ms, s`,
      'lag then, median ms',
      'share then, mean %',
      'all CPU again after s',
    ],
    runs.map(lagRow),
  );

/** The section of docs/MEASUREMENTS.md. */
export const lagSection = (runs: readonly LagRun[]): string => `## Execution lag and throttling

A shell loop; the backup's host gives its VM a part of a processor for ${slowForMs / 1000} s, and all of it again. "Then" is the second half of that
time. \`npm run measure -- --lag\` measures this section alone.

![Two panels over lab time: the execution lag rises and falls, and the primary’s CPU share is lowered and raised](pictures/lag.svg)

The chart is of ${drawnPercent} %.

${lagTable(runs)}
`;
