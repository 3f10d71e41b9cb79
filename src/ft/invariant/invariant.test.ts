import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verdictOf } from './checker.ts';
import { checkHistory, createLinearizable } from './linearizable.ts';
import type { Operation } from './linearizable.ts';
import { checkDisk, createNoWriteLost } from './no-write-lost.ts';
import { createOneLive, pairFormed, wentLive } from './one-live.ts';
import { acknowledged, createOutputAcknowledged, outputLeft } from './output-acknowledged.ts';
import { createSameOnBoth, observe, placeOf } from './same-on-both.ts';

test('oneLive: two hosts in one generation, or one in a generation that is over', () => {
  const sound = createOneLive();
  wentLive(sound, 'B', 1);
  pairFormed(sound, 2);
  wentLive(sound, 'C', 2);
  expect(verdictOf(sound)).toMatchObject({ holds: true, checked: 2 });
  const twice = createOneLive();
  wentLive(twice, 'A', 1);
  wentLive(twice, 'B', 1);
  expect(verdictOf(twice).evidence).toContain('Hosts A and B');
  const late = createOneLive();
  pairFormed(late, 2);
  wentLive(late, 'B', 1);
  expect(verdictOf(late).evidence).toContain('generation 2 exists');
});

test('outputAcknowledged: an output that leaves before the acknowledgment of its batch was sent', () => {
  const checker = createOutputAcknowledged();
  acknowledged(checker, 1, 5);
  outputLeft(checker, 1, 5);
  expect(verdictOf(checker).holds).toBe(true);
  outputLeft(checker, 1, 6);
  expect(verdictOf(checker).evidence).toContain('batch 6');
  const other = createOutputAcknowledged();
  acknowledged(other, 1, 9);
  outputLeft(other, 2, 1);
  expect(verdictOf(other).holds).toBe(false);
});

test('sameOnBoth: the same batch with another value on the other host', () => {
  const checker = createSameOnBoth('ramIdentical');
  observe(checker, 'A', placeOf(1, 1), 'x');
  observe(checker, 'B', placeOf(1, 1), 'x');
  observe(checker, 'A', placeOf(1, 2), 'x');
  expect(verdictOf(checker)).toMatchObject({ holds: true, checked: 1 });
  observe(checker, 'B', placeOf(1, 2), 'y');
  expect(verdictOf(checker).evidence).toContain('batch 2');
});

test('noWriteLost: the disk holds less than the client was told', () => {
  const history: Operation[] = [
    { kind: 'increment', key: 1, startMs: 0, endMs: 1, value: 7 },
    { kind: 'increment', key: 1, startMs: 2, endMs: Infinity, value: 0 },
  ];
  const sound = createNoWriteLost();
  checkDisk(sound, history, () => 7);
  expect(verdictOf(sound)).toMatchObject({ holds: true, checked: 1 });
  const lost = createNoWriteLost();
  checkDisk(lost, history, () => 6);
  expect(verdictOf(lost).holds).toBe(false);
});

test('sameOnBoth: parts of a batch are compared apart; full, the oldest comparisons are not made', () => {
  const checker = createSameOnBoth('outputsIdentical');
  observe(checker, 'A', placeOf(1, 1, 0), 'x');
  observe(checker, 'A', placeOf(1, 1, 1), 'y');
  observe(checker, 'B', placeOf(1, 1, 0), 'x');
  expect(verdictOf(checker)).toMatchObject({ holds: true, checked: 1 });
  observe(checker, 'B', placeOf(1, 1, 1), 'x');
  expect(verdictOf(checker).holds).toBe(false);
  const full = createSameOnBoth('ramIdentical');
  for (let sequence = 1; sequence <= 8193; sequence += 1) observe(full, 'A', placeOf(1, sequence), 'x');
  observe(full, 'B', placeOf(1, 1), 'y');
  expect(verdictOf(full)).toMatchObject({ holds: true, checked: 0 });
  observe(full, 'B', placeOf(1, 8193), 'x');
  expect(verdictOf(full)).toMatchObject({ holds: true, checked: 1 });
});

const judge = (history: readonly Operation[]): string | null => {
  const checker = createLinearizable();
  checkHistory(checker, history);
  return checker.evidence;
};

const increment = (startMs: number, endMs: number, value: number): Operation => ({
  kind: 'increment',
  key: 0,
  startMs,
  endMs,
  value,
});
const read = (startMs: number, endMs: number, value: number): Operation => ({
  kind: 'read',
  key: 0,
  startMs,
  endMs,
  value,
});

test('linearizable: what must not be', () => {
  expect(judge([increment(0, 1, 11), increment(2, 3, 11)])).toContain('after');
  expect(judge([increment(0, 5, 11), increment(2, 6, 11)])).toContain('so did');
  expect(judge([increment(0, 1, 5), read(2, 3, 0)])).toContain('after');
  expect(judge([read(0, 1, 5), increment(2, 3, 5)])).not.toBe(null);
  expect(judge([increment(0, 1, 3), read(2, 3, 4)])).toContain('no increment made');
});

test('linearizable: what may be', () => {
  expect(judge([increment(0, 5, 2), increment(1, 6, 1)])).toBe(null);
  expect(judge([increment(0, Infinity, 0), read(2, 3, 4)])).toBe(null);
  expect(judge([increment(0, 1, 1), { ...read(2, 3, 0), key: 1 }])).toBe(null);
});

/** Every order of the operations, tried one after the other: slow, and plainly right. */
const bySearch = (history: readonly Operation[]): boolean => {
  const place = (left: readonly Operation[], value: number): boolean => {
    if (left.length === 0) return true;
    return left.some((operation) => {
      if (left.some((other) => other.endMs < operation.startMs)) return false;
      const fits = operation.kind === 'increment' ? operation.value > value : operation.value === value;
      return (
        fits &&
        place(
          left.filter((other) => other !== operation),
          operation.value,
        )
      );
    });
  };
  return place(history, 0);
};

test('linearizable: the checker agrees with a search through all orders', () => {
  const operation = fc.record({
    kind: fc.constantFrom('increment' as const, 'read' as const),
    startMs: fc.nat({ max: 12 }),
    lengthMs: fc.integer({ min: 1, max: 6 }),
    value: fc.nat({ max: 4 }),
  });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 5 }), (drafts) => {
      const history = drafts.map(({ kind, startMs, lengthMs, value }) => ({
        kind,
        key: 0,
        startMs,
        endMs: startMs + lengthMs,
        value: kind === 'increment' ? value + 1 : value,
      }));
      expect(judge(history) === null).toBe(bySearch(history));
    }),
    { numRuns: 2000, seed: 8 },
  );
});
