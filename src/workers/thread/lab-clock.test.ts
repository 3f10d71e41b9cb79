import { afterEach, describe, expect, it, vi } from 'vitest';
import { agreedNow, clockSetByMs, LabClock, reanchored } from './lab-clock.ts';

describe('lab time', () => {
  it('runs with its speed, stands while paused, and never jumps when that changes', () => {
    const real = { ms: 1000 };
    const clock = new LabClock({ labMs: 0, realMs: 1000, speed: 1, paused: false }, () => real.ms);
    real.ms = 1100;
    expect(clock.now()).toBe(100);
    clock.set(reanchored(clock.current, real.ms, { speed: 0.1 }));
    real.ms = 1200;
    expect(clock.now()).toBe(110);
    clock.set(reanchored(clock.current, real.ms, { paused: true }));
    real.ms = 9000;
    expect(clock.now()).toBe(110);
    clock.set(reanchored(clock.current, real.ms, { paused: false }));
    real.ms = 9010;
    expect(clock.now()).toBe(111);
  });

  it('says how long to wait in real time', () => {
    const clock = new LabClock({ labMs: 50, realMs: 0, speed: 0.5, paused: false }, () => 0);
    expect([clock.realMsUntil(60), clock.realMsUntil(40)]).toEqual([20, 0]);
    clock.set({ labMs: 50, realMs: 0, speed: 0.5, paused: true });
    expect(clock.realMsUntil(60)).toBe(Infinity);
  });
});

describe('a thread that begins after the computer’s clock was set', () => {
  const hourMs = 3_600_000;
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  /** Both read the same monotonic clock and the same computer's clock; each has the origin that it found when it began. */
  function threads(setByMs: number) {
    const page = { timeOrigin: performance.timeOrigin, nowMs: 50_000 };
    vi.spyOn(Date, 'now').mockImplementation(() => Math.floor(page.timeOrigin + page.nowMs + setByMs));
    const pageNow = (): number => page.timeOrigin + page.nowMs;
    const pageSetBy = clockSetByMs(pageNow);
    // This one began after 40 s of the page, and its own clock counts from there.
    vi.stubGlobal('performance', { timeOrigin: page.timeOrigin + 40_000 + setByMs });
    return { pageNow, otherNow: agreedNow(() => page.nowMs - 40_000, pageSetBy) };
  }

  for (const setByMs of [0, hourMs, -hourMs, 250])
    it(`means the same moment as the page when it was set by ${setByMs} ms`, () => {
      const { pageNow, otherNow } = threads(setByMs);
      expect(Math.abs(otherNow() - pageNow())).toBeLessThan(2);
    });

  it('adds nothing when nobody set it, so that threads agree to the microsecond', () => {
    const { pageNow, otherNow } = threads(0);
    expect(otherNow()).toBeCloseTo(pageNow(), 3);
  });
});
