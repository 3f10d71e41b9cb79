import { expect, test } from 'vitest';
import type { Sample } from './benchmark.ts';
import { delays } from './log-figures.ts';
import { rowsOf } from './rows.ts';
import { markdownTable } from './table.ts';
import { parseResult, workloads } from './workload.ts';
import { TimelineStore } from '../lab/timeline-store.ts';

const sample = (configuration: Sample['configuration'], round: number, rate: number, cpus = 2): Sample => ({
  workload: 'receive',
  configuration,
  round,
  rate,
  ok: true,
  cpus,
  results: [],
  log:
    configuration === 'protected'
      ? { logMbit: 8.192, lagMs: 2, lagP95Ms: 4, outputDelayMs: 1, outputDelayP99Ms: null, hops: [] }
      : null,
});

test('rounds are compared pairwise, and a round that only one side has counts for nothing', () => {
  const [row] = rowsOf([
    sample('two-stock', 0, 1000),
    sample('protected', 0, 900),
    sample('two-stock', 1, 500),
    sample('protected', 1, 500),
    sample('two-stock', 2, 1000),
    sample('protected', 2, 1100),
    sample('protected', 3, 9000),
  ]);
  expect(row).toMatchObject({ id: 'receive', ratio: 1, soloRatio: null, lagMs: 2, addedLatencyP99Ms: null, ok: true });
  expect(row!.spreads['two-stock']).toBeCloseTo(0.25);
});

test('the log is compared with the payload, and processor time with the work that was done for it', () => {
  const [row] = rowsOf([sample('protected', 0, 1000, 1.5), sample('two-stock', 0, 500, 2)]);
  expect(row!.logPerPayload).toBeCloseTo(1);
  expect(row!.cpuRatio).toBeCloseTo(0.375);
  expect(markdownTable([row!])).toContain('Network receive');
});

test('the shell’s echo of a command is never taken for its result', () => {
  for (const { command } of workloads) expect(parseResult(command(3, '10.0.0.10'))).toBeNull();
  expect(parseResult('WORK cpu units=12 seconds=3.0 rate=4 check=ok')).toEqual({ units: 12, guestRate: 4, ok: true });
  expect(parseResult('WORK cpu units=12 seconds=3.0 rate=4 check=FAILED')?.ok).toBe(false);
});

test('delays are read from marks of the same batch, from a given mark on', () => {
  const timeline = new TimelineStore();
  timeline.push({ lane: 'A', kind: 'clock', labMs: 0, sequence: 1 });
  timeline.push({ lane: 'B', kind: 'replayed', labMs: 50, sequence: 1 });
  const since = timeline.total;
  timeline.push({ lane: 'A', kind: 'output', labMs: 100, sequence: 2 });
  timeline.push({ lane: 'A', kind: 'released', labMs: 101, sequence: 2 });
  timeline.push({ lane: 'B', kind: 'replayed', labMs: 103, sequence: 2 });
  expect(delays(timeline, since, 'A')).toEqual({ lags: [3], outputs: [1] });
});
