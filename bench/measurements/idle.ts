/** What a lab costs in which nothing happens: processors, interrupts, bytes on the log. */
import type { LabState } from '../../src/workers/lab/lab.ts';
import type { OpenPage } from '../browser.ts';
import { labTimePasses, stateOf, table } from './lab-page.ts';

export interface Idle {
  /** Of one processor, the whole page with all its threads. */
  readonly processors: number;
  readonly interruptsPerSecond: Readonly<Record<string, number>>;
  readonly bytesPerSecond: number;
  readonly batchesPerSecond: number;
}

const settleMs = 2000;
const measureMs = 10_000;

const primaryOf = ({ hosts }: LabState): LabState['hosts']['A'] => {
  const primary = Object.values(hosts).find(({ role }) => role === 'primary');
  if (primary === undefined) throw new Error('there is no primary');
  return primary;
};

/** The lab must be protected, with nobody using the service. */
export async function measureIdle({ page, cpuSeconds }: OpenPage): Promise<Idle> {
  await labTimePasses(page, settleMs);
  const [from, cpuFrom, startedMs] = [await stateOf(page), await cpuSeconds(), performance.now()];
  await labTimePasses(page, measureMs);
  const [to, cpuTo, endedMs] = [await stateOf(page), await cpuSeconds(), performance.now()];
  const seconds = (to.time.labMs - from.time.labMs) / 1000;
  const before: Readonly<Record<string, number>> = primaryOf(from).interrupts;
  return {
    processors: (cpuTo - cpuFrom) / ((endedMs - startedMs) / 1000),
    interruptsPerSecond: Object.fromEntries(
      Object.entries(primaryOf(to).interrupts).map(([device, count]) => [device, (count - before[device]!) / seconds]),
    ),
    bytesPerSecond: (to.channel.sentBytes - from.channel.sentBytes) / seconds,
    batchesPerSecond: (to.channel.sentBatches - from.channel.sentBatches) / seconds,
  };
}

export function idleTable({ processors, interruptsPerSecond, bytesPerSecond, batchesPerSecond }: Idle): string {
  return table(
    ['idle lab', 'measured'],
    [
      ['processor, of one: the page with all its threads', `${(processors * 100).toFixed(1)} %`],
      ...Object.entries(interruptsPerSecond).map(([device, rate]) => [
        `interrupts of the primary, ${device}, per second`,
        rate.toFixed(1),
      ]),
      ['bytes on the log per second', bytesPerSecond.toFixed(0)],
      ['batches per second', batchesPerSecond.toFixed(0)],
    ],
  );
}
