// The host's clocks and random source, replaced while a guest runs.
import { beforeAll, expect, it } from 'vitest';
import { asGuest, asGuestAsync, asHost, guestEpochMs, hostNowMs, installGuestGlobals } from './globals.ts';
import { GuestClock } from './guest-clock.ts';

const minuteMs = 60_000;

beforeAll(() => installGuestGlobals());

function runningClock(clockMs: number): GuestClock {
  const clock = new GuestClock(clockMs);
  clock.frozen = false;
  return clock;
}

it('gives a guest its own clock, which moves by a microsecond for each read', () => {
  const clock = runningClock(1000);
  const reads = asGuest(clock, () => [performance.now(), performance.now()]);
  expect(reads[0]).toBeCloseTo(1000.001, 6);
  expect(reads[1]).toBeCloseTo(1000.002, 6);
});

it("derives the wall clock from the guest's clock, in every form", () => {
  const wall = asGuest(runningClock(5000), () => [Date.now(), new Date().getTime(), new Date(7).getTime()]);
  expect(wall).toEqual([guestEpochMs + 5000, guestEpochMs + 5000, 7]);
  expect(asGuest(runningClock(0), () => new Date() instanceof Date)).toBe(true);
});

it("gives a guest no chance but the log's", () => {
  expect(asGuest(runningClock(0), () => [Math.random(), Math.random()])).toEqual([0.5, 0.5]);
});

it('gives the host its own clock back, also in callbacks and after errors', () => {
  const clock = runningClock(1e9);
  const seen = asGuest(clock, () => asHost(() => performance.now()));
  expect(Math.abs(seen - hostNowMs())).toBeLessThan(minuteMs);
  expect(clock.clockMs).toBe(1e9);
  expect(() =>
    asGuest(clock, () => {
      throw new Error('the frame failed');
    }),
  ).toThrow('the frame failed');
  expect(Math.abs(performance.now() - hostNowMs())).toBeLessThan(minuteMs);
  expect(Math.abs(Date.now() - guestEpochMs)).toBeGreaterThan(minuteMs);
});

it('stands still while a machine starts, whoever reads it meanwhile', async () => {
  const clock = new GuestClock(42);
  const reads = await asGuestAsync(clock, async () => {
    const first = performance.now();
    await Promise.resolve();
    return [first, performance.now()];
  });
  expect(reads).toEqual([42, 42]);
});
