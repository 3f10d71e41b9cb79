/**
 * The guest's clock. One sample from the source at each slice end is the only clock data on the log; reads within a slice
 * derive from it. Paper section 2.1. Must not know: where samples come from.
 */
import type { GuestTime } from './globals.ts';

/** Each read within a slice moves the clock by 1 µs, so that time is seen to pass and no read needs a log entry. */
const readStepMs = 0.001;

export class GuestClock implements GuestTime {
  /** Milliseconds since the guest was powered on. */
  clockMs: number;
  /** True while a machine is started or saved: other code of this thread may then read the clock, which must not move it. */
  frozen = true;

  constructor(clockMs: number) {
    this.clockMs = clockMs;
  }

  readClockMs(): number {
    if (!this.frozen) this.clockMs += readStepMs;
    return this.clockMs;
  }
}
