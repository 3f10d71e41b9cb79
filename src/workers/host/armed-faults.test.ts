import { expect, test } from 'vitest';
import { ArmedFaults } from './armed-faults.ts';

const noOne = (): void => {
  throw new Error('told twice');
};

test('the VM stops at the first frame end that is not before the point, tells it once, and goes on when it may', () => {
  const armed = new ArmedFaults();
  armed.standStill({ request: 7, point: { kind: 'instructions', instructions: 1000 } });
  expect(armed.standsAt(999, 0, noOne)).toBe(false);
  let told = 0;
  expect(armed.standsAt(1000, 0, (request) => (told = request))).toBe(true);
  expect(told).toBe(7);
  expect(armed.standsAt(1000, 5, noOne)).toBe(true);
  armed.goOn();
  expect(armed.standsAt(2000, 6, noOne)).toBe(false);
});

test('a moment of lab time wakes a host whose guest sleeps, until it has come', () => {
  const armed = new ArmedFaults();
  armed.standStill({ request: 1, point: { kind: 'lab-time', labMs: 50 } });
  expect([armed.standsAt(10 ** 9, 49, noOne), armed.wakeMs]).toEqual([false, 50]);
  expect([armed.standsAt(10 ** 9, 50, () => {}), armed.wakeMs]).toEqual([true, null]);
});
