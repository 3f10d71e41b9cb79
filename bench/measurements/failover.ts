/** Failovers and FT VMotions in a row: what each part takes, and the longest time for which the client heard nothing. */
import type { Page } from '@playwright/test';
import type { LabState } from '../../src/workers/lab/lab.ts';
import { labTimePasses, medianOf, run, stateOf, table, until } from './lab-page.ts';

export interface Failover {
  readonly parts: LabState['failover'];
  readonly gapMs: number;
  readonly vmotion: LabState['vmotion'];
}

const settleMs = 500;

/** The lab must be protected; it is again afterwards. */
export async function measureFailovers(page: Page, count: number): Promise<Failover[]> {
  const failovers: Failover[] = [];
  await run(page, 'client', { action: 'start', rate: 50 });
  for (let index = 0; index < count; index++) {
    await labTimePasses(page, settleMs);
    await run(page, 'client', { action: 'reset-gap' });
    await run(page, 'crash');
    await until(page, ({ hosts }) => Object.values(hosts).some(({ role }) => role === 'live-alone'));
    await labTimePasses(page, settleMs);
    const { failover, client } = await stateOf(page);
    await startBackup(page);
    failovers.push({ parts: failover, gapMs: client.longestGapMs, vmotion: (await stateOf(page)).vmotion });
  }
  await run(page, 'client', { action: 'stop' });
  return failovers;
}

export async function startBackup(page: Page): Promise<void> {
  await run(page, 'start-backup');
  await until(page, ({ hosts }) =>
    ['primary', 'backup'].every((wanted) => Object.values(hosts).some(({ role }) => role === wanted)),
  );
}

export function failoverTable(failovers: readonly Failover[]): string {
  const row = (words: string, of: (failover: Failover) => number): string[] => {
    const values = failovers.map(of);
    return [words, medianOf(values, 0), Math.min(...values).toFixed(0), Math.max(...values).toFixed(0)];
  };
  return table(
    ['milliseconds', 'median', 'shortest', 'longest'],
    [
      row('detection: silence until the peer was taken for dead', ({ parts }) => parts.detectionMs),
      row('drain: replaying what had been received', ({ parts }) => parts.drainMs),
      row('test-and-set', ({ parts }) => parts.testAndSetMs),
      row('from going live to the first output', ({ parts }) => parts.firstOutputMs),
      row('the client’s longest gap', ({ gapMs }) => gapMs),
      row(
        'of which TCP’s own repetition, what the rest does not explain',
        ({ parts, gapMs }) => gapMs - parts.detectionMs - parts.drainMs - parts.testAndSetMs - parts.firstOutputMs,
      ),
      row('FT VMotion: pause of the VM', ({ vmotion }) => vmotion.pauseMs),
    ],
  );
}
