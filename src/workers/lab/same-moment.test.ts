import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { atTheSameMoment, InstructionHistory, type Moment } from './same-moment.ts';

const history = (...moments: readonly (readonly [number, number])[]): readonly Moment[] => {
  const kept = new InstructionHistory();
  for (const [atMs, instructions] of moments) kept.add({ atMs, instructions });
  return kept.all;
};

test('a backup that reported later is shown as it was when its primary reported', () => {
  expect(atTheSameMoment(history([0, 100], [30, 200]), history([10, 90], [40, 240]))).toEqual({
    primary: 200,
    backup: 90,
  });
});

test('a primary that reported later is shown as it was next after its backup reported', () => {
  expect(atTheSameMoment(history([0, 100], [30, 200], [60, 300]), history([20, 110]))).toEqual({
    primary: 200,
    backup: 110,
  });
});

test('while lab time stands, the last report of the moment counts', () => {
  expect(atTheSameMoment(history([50, 100], [50, 120], [50, 140]), history([50, 100], [50, 140]))).toEqual({
    primary: 140,
    backup: 140,
  });
});

test('there is no pair before both have reported', () => {
  expect(atTheSameMoment([], history([0, 1]))).toBeNull();
  expect(atTheSameMoment(history([0, 1]), [])).toBeNull();
});

test('a backup that has reported only since its primary did is not shown ahead of it', () => {
  expect(atTheSameMoment(history([0, 100]), history([5, 120], [40, 300]))).toEqual({ primary: 100, backup: 100 });
  expect(atTheSameMoment(history([0, 100]), history([5, 90]))).toEqual({ primary: 100, backup: 90 });
});

test('a machine that began anew has no past', () => {
  expect(history([0, 500], [10, 600], [20, 5])).toEqual([{ atMs: 20, instructions: 5 }]);
});

test('only the last reports are kept', () => {
  const moments = history(...Array.from({ length: 200 }, (_, index) => [index, index] as const));
  expect(moments).toHaveLength(64);
  expect(moments.at(-1)).toEqual({ atMs: 199, instructions: 199 });
});

test('whenever the two report, a backup that follows is never shown ahead', () => {
  const times = fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 40 });
  const speed = fc.integer({ min: 0, max: 50 });
  fc.assert(
    fc.property(times, times, speed, fc.integer({ min: 0, max: 300 }), (ofPrimary, ofBackup, perMs, lagMs) => {
      const primaryAt = (atMs: number): number => atMs * perMs;
      const backupAt = (atMs: number): number => Math.max(0, atMs - lagMs) * perMs;
      const sorted = (all: readonly number[], count: (atMs: number) => number): readonly Moment[] =>
        history(...all.toSorted((a, b) => a - b).map((atMs) => [atMs, count(atMs)] as const));
      const shown = atTheSameMoment(sorted(ofPrimary, primaryAt), sorted(ofBackup, backupAt));
      return shown === null || shown.backup <= shown.primary;
    }),
  );
});
