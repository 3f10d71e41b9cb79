import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standardConfiguration } from '../configuration.ts';
import { report } from '../replica.ts';
import { createPair, passMessages, quietFrame, record, replay } from '../testing/pair.ts';
import { control, createLagController } from './lag-controller.ts';

const { lag } = standardConfiguration;

test('EL1 the primary knows from acknowledgments how old the oldest frame is that the backup has not executed', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1), 100);
  record(primary, quietFrame(2), 400);
  passMessages(primary, backup, 400);
  passMessages(backup, primary, 400);
  primary.do({ kind: 'frame-wanted' }, 1_000);
  expect(report(primary.replica).lagMs).toBe(900);
  replay(backup, quietFrame(1), 1_000);
  record(primary, quietFrame(3), 1_000);
  passMessages(primary, backup, 1_000);
  passMessages(backup, primary, 1_000);
  expect(report(primary.replica).lagMs).toBe(600);
  expect(report(backup.replica).lagMs).toBe(600);
});

/** The lag at each look, and the share after it. */
const shares = (lags: readonly number[]): number[] => {
  const controller = createLagController(0, lag);
  return lags.map((lagMs, index) => {
    control(controller, (index + 1) * lag.periodMs, lagMs, lag);
    return controller.percent;
  });
};

test('EL2 above the limit the primary gets a little less with every period', () => {
  expect(shares([lag.limitMs + 1, lag.limitMs + 1, lag.limitMs + 1])).toEqual([95, 90, 85]);
});

test('EL2 while the backup catches up the share stays, also above the limit', () => {
  expect(shares([4_000, 5_000, 4_900, 3_000, 1_500, 1_600])).toEqual([95, 90, 90, 90, 90, 85]);
});

test('EL3 caught up, it gets more again; between the thresholds nothing changes', () => {
  const between = (lag.limitMs + lag.recoveredMs) / 2;
  expect(shares([2_000, 2_000, between, between, 0, 0, 0, 0, 0, 0])).toEqual([
    95, 90, 90, 90, 92, 94, 96, 98, 100, 100,
  ]);
});

test('EL3 the share stays within its bounds, and moves one step a period at most, whatever the lag does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 10_000 }), { maxLength: 100 }), (lags) => {
      let before = 100;
      for (const percent of shares(lags)) {
        expect(percent).toBeGreaterThanOrEqual(lag.minimumPercent);
        expect(percent).toBeLessThanOrEqual(100);
        expect(Math.abs(percent - before)).toBeLessThanOrEqual(Math.max(lag.stepDownPercent, lag.stepUpPercent));
        before = percent;
      }
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('EL3 the share never falls below its minimum', () => {
  expect(shares(Array.from({ length: 40 }, () => 5_000)).at(-1)).toBe(lag.minimumPercent);
});

test('EL3 between two periods the controller does not look', () => {
  const controller = createLagController(0, lag);
  for (let atMs = 1; atMs < lag.periodMs; atMs += 10) control(controller, atMs, 5_000, lag);
  expect(controller.percent).toBe(100);
});

const lagBehind = (rules: { lagControl: boolean }): number => {
  const { primary, backup } = createPair({ rules });
  record(primary, quietFrame(1), 0);
  passMessages(primary, backup, 0);
  for (let atMs = 50; atMs <= 4_000; atMs += 50) {
    backup.do({ kind: 'time-passed' }, atMs);
    passMessages(backup, primary, atMs);
    primary.do({ kind: 'time-passed' }, atMs);
    passMessages(primary, backup, atMs);
  }
  return primary.replica.cpuShare;
};

test('EL2 a backup that executes nothing makes its primary slower, unless the rule is off', () => {
  expect(lagBehind({ lagControl: true })).toBeLessThan(80);
  expect(lagBehind({ lagControl: false })).toBe(100);
});

test('EL2 a backup does not throttle itself, however far behind it is', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1), 0);
  passMessages(primary, backup, 0);
  for (const atMs of [1_200, 1_800, 2_400, 3_000]) backup.do({ kind: 'time-passed' }, atMs);
  expect(backup.replica.role).toBe('backup');
  expect(backup.replica.buffer.size).toBe(1);
  expect(backup.replica.cpuShare).toBe(100);
});

test('EL4 the share is the least of the three', () => {
  const { primary } = createPair();
  primary.do({ kind: 'commanded', command: { kind: 'set-cpu', percent: 70 } });
  record(primary, quietFrame(1));
  expect(primary.of('set-cpu-share').at(-1)?.percent).toBe(70);
  primary.do({ kind: 'commanded', command: { kind: 'set-host-cpu', percent: 30 } });
  expect(primary.of('set-cpu-share').at(-1)?.percent).toBe(30);
  primary.do({ kind: 'commanded', command: { kind: 'set-host-cpu', percent: 90 } });
  expect(primary.of('set-cpu-share').at(-1)?.percent).toBe(70);
});

test("EL5 a host's own share is not mirrored", () => {
  const { primary, backup } = createPair();
  backup.do({ kind: 'commanded', command: { kind: 'set-host-cpu', percent: 20 } });
  expect(backup.replica.cpuShare).toBe(20);
  record(primary, quietFrame(1));
  passMessages(primary, backup);
  expect(primary.replica.cpuShare).toBe(100);
});
