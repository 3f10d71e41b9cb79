import { expect, test } from 'vitest';
import { FrameLength } from './frame-length.ts';

const busy = { idleMs: 0, outputs: [] };

function lengthAfter(count: number, last: { idleMs: number; outputs: unknown[] }): number {
  const length = new FrameLength();
  for (let frame = 0; frame < count; frame++) {
    length.next('nothing');
    length.ran(busy);
  }
  length.ran(last);
  return length.next('nothing');
}

test('a guest that only computes gets longer frames after a while', () => {
  expect(lengthAfter(3, busy)).toBe(1);
  expect(lengthAfter(100, busy)).toBeGreaterThan(1);
});

test('an output, an input or sleep makes frames short at once', () => {
  expect(lengthAfter(100, { idleMs: 0, outputs: ['packet'] })).toBe(1);
  expect(lengthAfter(100, { idleMs: 5, outputs: [] })).toBe(1);
  const length = new FrameLength();
  for (let frame = 0; frame < 100; frame++) length.ran(busy);
  expect(length.next('something')).toBe(1);
  expect(length.next('nothing')).toBe(1);
});
