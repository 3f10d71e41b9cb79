import { describe, expect, it } from 'vitest';
import { LabClock, reanchored } from './lab-clock.ts';

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
