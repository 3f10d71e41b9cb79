/** Where a batch is drawn follows from lab time alone. */
import { describe, expect, it } from 'vitest';
import { positionsOf } from './flights.ts';

const flight = { sequence: 1, kind: 'clock', bytes: 16, sentMs: 100, receivedMs: null, acknowledgedMs: null } as const;

describe('positionsOf', () => {
  it('moves a batch by the delay that one may expect, and lets it wait before the end', () => {
    expect(positionsOf(flight, 110, 20)).toEqual({ batch: 0.5, acknowledgment: null });
    expect(positionsOf(flight, 500, 20).batch).toBeLessThan(1);
  });

  it('turns it into an acknowledgment when it arrived', () => {
    expect(positionsOf({ ...flight, receivedMs: 120 }, 130, 20)).toEqual({ batch: null, acknowledgment: 0.5 });
  });

  it('shows the past as it was when it is known by now', () => {
    const done = { ...flight, receivedMs: 120, acknowledgedMs: 160 };
    expect(positionsOf(done, 110, 20).batch).toBe(0.5);
    expect(positionsOf(done, 140, 20).acknowledgment).toBe(0.5);
    expect(positionsOf(done, 160, 20)).toEqual({ batch: null, acknowledgment: null });
  });
});
