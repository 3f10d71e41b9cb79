import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standardConfiguration } from '../configuration.ts';
import { report } from '../replica.ts';
import { createPair, passMessages, quietFrame, record, replay } from '../testing/pair.ts';
import { runLagLoop } from '../testing/lag-loop.ts';
import type { LagSample } from '../testing/lag-loop.ts';
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

const least = (samples: readonly LagSample[]): number => Math.min(...samples.map(({ percent }) => percent));
const most = (samples: readonly LagSample[]): number => Math.max(...samples.map(({ percent }) => percent));
const worstLag = (samples: readonly LagSample[]): number => Math.max(...samples.map(({ lagMs }) => lagMs));
const after = (samples: readonly LagSample[], fromMs: number): LagSample[] =>
  samples.filter(({ atMs }) => atMs > fromMs);

test.each([20, 40, 60, 80])('EL2 a backup at %i %: the lag stays short, and the share settles there', (percent) => {
  const samples = runLagLoop({ untilMs: 45_000, delayMs: 5, backup: [{ fromMs: 3_000, percent }] });
  expect(worstLag(samples)).toBeLessThan(3_000);
  expect(least(samples)).toBeGreaterThanOrEqual(percent * lag.leastOfPace);
  const settled = after(samples, 33_000);
  expect(worstLag(settled)).toBeLessThan(lag.limitMs);
  expect(least(settled)).toBeGreaterThan(percent * 0.9);
  expect(most(settled)).toBeLessThan(percent * 1.1);
});

test('EL2 without the rule the lag grows for as long as the backup is slow', () => {
  const slow = [{ fromMs: 3_000, percent: 40 }];
  const samples = runLagLoop({ untilMs: 33_000, delayMs: 5, backup: slow, rules: { lagControl: false } });
  expect(worstLag(samples)).toBeGreaterThan(15_000);
  expect(least(samples)).toBe(100);
});

test('EL2 the share follows a backup whose pace changes', () => {
  const backup = [
    { fromMs: 1_000, percent: 60 },
    { fromMs: 15_000, percent: 30 },
    { fromMs: 30_000, percent: 50 },
  ];
  const samples = runLagLoop({ untilMs: 55_000, delayMs: 20, backup });
  expect(worstLag(samples)).toBeLessThan(3_000);
  const settled = after(samples, 50_000);
  expect(least(settled)).toBeGreaterThan(45);
  expect(most(settled)).toBeLessThan(55);
});

test('EL2 a backup that stood still for a moment is given no less than half of what it can do', () => {
  const backup = [
    { fromMs: 5_000, percent: 0 },
    { fromMs: 5_800, percent: 100 },
  ];
  const samples = runLagLoop({ untilMs: 15_000, delayMs: 5, backup });
  expect(least(samples)).toBeLessThan(100);
  expect(least(samples)).toBeGreaterThan(40);
  expect(samples.at(-1)?.percent).toBe(100);
});

test('EL3 fast again, the backup gets its primary back to all of its CPU step by step', () => {
  const backup = [
    { fromMs: 1_000, percent: 20 },
    { fromMs: 15_000, percent: 100 },
  ];
  const samples = after(runLagLoop({ untilMs: 40_000, delayMs: 5, backup }), 15_000);
  expect(samples.at(-1)).toMatchObject({ lagMs: 0, percent: 100 });
  expect(samples[20]?.percent).toBeLessThan(60);
});

/** One look after the other at so much backlog and so much that was executed, and the share after each. */
const shares = (looks: readonly { readonly backlogMs: number; readonly executedMs: number }[]): number[] => {
  const controller = createLagController(0, lag);
  return looks.map((look, index) => {
    Object.assign(controller, look);
    control(controller, (index + 1) * lag.periodMs, controller.percent, lag);
    return controller.percent;
  });
};

test('EL2 half of the way at each look; at least half of the pace is left', () => {
  const still = { backlogMs: 60_000, executedMs: 0 };
  expect(shares([still, still, still])).toEqual([75, 62.5, 56.25]);
});

test('EL3 between the thresholds nothing changes before the limit was passed', () => {
  const between = { backlogMs: 0.9 * lag.limitMs, executedMs: lag.periodMs };
  expect(shares([between, between])).toEqual([100, 100]);
});

test('EL3 the share stays within its bounds, whatever the measures say', () => {
  const look = fc.record({ backlogMs: fc.nat({ max: 100_000 }), executedMs: fc.nat({ max: 2_000 }) });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 100 }), (looks) => {
      let before = 100;
      for (const percent of shares(looks)) {
        expect(percent).toBeGreaterThanOrEqual(lag.minimumPercent);
        expect(percent).toBeLessThanOrEqual(100);
        // Half of the way at most, up or down.
        expect(percent).toBeGreaterThanOrEqual(before / 2);
        before = percent;
      }
    }),
    { numRuns: 200, seed: 7 },
  );
});

test('EL3 between two periods the controller does not look', () => {
  const controller = createLagController(0, lag);
  controller.backlogMs = 5_000;
  for (let atMs = 1; atMs < lag.periodMs; atMs += 10) control(controller, atMs, 100, lag);
  expect(controller.percent).toBe(100);
});

test('EL2 a pause between two frames counts as work no more than a look at the clock may add', () => {
  const { primary } = createPair();
  record(primary, quietFrame(1), 10_000);
  expect(primary.replica.controller.backlogMs).toBe(standardConfiguration.clockJumpLimitMs);
});

const lagBehind = (rules: { lagControl: boolean }): number => {
  const { primary, backup } = createPair({ rules });
  for (let atMs = 50; atMs <= 4_000; atMs += 50) {
    record(primary, quietFrame(atMs / 50), atMs);
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

test('EL2 what is told of throttling is its beginning, its end, and steps of some percent', () => {
  const { primary } = createPair();
  const { controller } = primary.replica;
  const toldAt = (percent: number): number[] => {
    primary.forget();
    // Between two looks, so that the loop leaves it alone.
    controller.percent = percent;
    primary.do({ kind: 'time-passed' });
    return primary.of('trace').flatMap(({ event }) => (event.kind === 'throttled' ? [event.percent] : []));
  };
  expect([99, 94.6, 93, 89.7, 98, 100].map(toldAt)).toEqual([[], [95], [], [90], [98], [100]]);
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
