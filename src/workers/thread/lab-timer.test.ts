import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabClock, reanchored } from './lab-clock.ts';
import { createLabTimer } from './lab-timer.ts';

/** A timer whose clock is vitest's, started at 0. */
function create() {
  const startMs = performance.now();
  const realNow = (): number => performance.now() - startMs;
  const clock = new LabClock({ labMs: 0, realMs: 0, speed: 1, paused: false }, realNow);
  const calls: number[] = [];
  const timer = createLabTimer(clock, () => calls.push(clock.now()));
  return { clock, realNow, calls, timer };
}

describe('lab timer', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('calls when lab time is there, never before', () => {
    const { calls, timer } = create();
    timer.at(7);
    vi.advanceTimersByTime(6);
    expect(calls).toEqual([]);
    vi.advanceTimersByTime(3);
    expect(calls.length).toBe(1);
    expect(calls[0]).toBeGreaterThanOrEqual(7);
  });

  it('never calls from within `at`, not even when it is time', () => {
    const { calls, timer } = create();
    timer.at(0);
    expect(calls).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(calls.length).toBe(1);
  });

  it('forgets the moment that was asked for before', () => {
    const { calls, timer } = create();
    timer.at(5);
    timer.at(20);
    vi.advanceTimersByTime(10);
    expect(calls).toEqual([]);
    vi.advanceTimersByTime(20);
    expect(calls.length).toBe(1);
    expect(calls[0]).toBeGreaterThanOrEqual(20);
  });

  it('can be set again by what it calls, also for the same moment', () => {
    const { clock } = create();
    const moments = [0, 0, 3, 3, 4, 10];
    const late: boolean[] = [];
    let next = 0;
    const timer = createLabTimer(clock, () => {
      late.push(clock.now() >= moments[next]!);
      if (++next < moments.length) timer.at(moments[next]!);
    });
    timer.at(0);
    vi.advanceTimersByTime(30);
    expect(late).toEqual(moments.map(() => true));
  });

  it('is silent while lab time is paused, and asks anew when it goes on', () => {
    const { clock, realNow, calls, timer } = create();
    clock.set(reanchored(clock.current, realNow(), { paused: true }));
    timer.at(5);
    vi.advanceTimersByTime(50);
    expect(calls).toEqual([]);
    clock.set(reanchored(clock.current, realNow(), { paused: false }));
    timer.stop();
    timer.at(5);
    vi.advanceTimersByTime(6);
    expect(calls.length).toBe(1);
  });

  it('calls nothing after it was closed', () => {
    const { calls, timer } = create();
    timer.at(1);
    timer.close();
    vi.advanceTimersByTime(10);
    expect(calls).toEqual([]);
  });

  it('waits for parts of a millisecond without a timer of a whole one, in real time', async () => {
    vi.useRealTimers();
    const clock = new LabClock({ labMs: 0, realMs: 0, speed: 1, paused: false }, () => performance.now());
    const wantedMs = clock.now() + 0.5;
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const calledMs = await new Promise<number>((resolve) => {
      createLabTimer(clock, () => resolve(clock.now())).at(wantedMs);
    });
    expect(calledMs).toBeGreaterThanOrEqual(wantedMs);
    expect(setTimer).not.toHaveBeenCalled();
  });
});
