/**
 * Lab time: what every thread means by "now". It can be slowed and paused, and everything goes with it: guests, links,
 * timeouts. Derived from one anchor that the page hands to all threads. Section 2 of docs/ARCHITECTURE.md.
 * Must not know who uses it.
 */

/** Lab time was `labMs` when real time (milliseconds since 1970, fractional) was `realMs`; it runs at `speed`. */
export interface TimeAnchor {
  readonly labMs: number;
  readonly realMs: number;
  /** 1 is real time, 0.001 the slowest. */
  readonly speed: number;
  readonly paused: boolean;
}

/**
 * Real milliseconds since 1970, fractional and monotonic within a thread: the page's own, which all other threads follow with
 * `agreedNow`.
 */
export function realNowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Nobody sets a clock by less than that, and a browser's clocks are coarser than their numbers say. */
const leastDifferenceMs = 3;

/** How far somebody, or the clock's own correction, has set the computer's clock since this thread began. */
export function clockSetByMs(now: () => number = realNowMs): number {
  return Date.now() - now();
}

/**
 * Real milliseconds as the page means them. A thread adds its own origin to a monotonic clock, and takes that origin from the
 * computer's clock: one that begins after the clock was set is off by as much. What each of them sees of the clock says by how much.
 * @param monotonicMs of this thread; the emulator's own in threads that run guests, since theirs is replaced meanwhile
 * @param pageClockSetByMs `clockSetByMs` of the page, just before this thread was started
 */
export function agreedNow(monotonicMs: () => number, pageClockSetByMs: number): () => number {
  const own = (): number => performance.timeOrigin + monotonicMs();
  const differenceMs = clockSetByMs(own) - pageClockSetByMs;
  const originMs = performance.timeOrigin + (Math.abs(differenceMs) < leastDifferenceMs ? 0 : differenceMs);
  return () => originMs + monotonicMs();
}

export class LabClock {
  private anchor: TimeAnchor;
  private readonly realNow: () => number;

  /** @param realNow real milliseconds, the same in all threads, to be taken before anything replaces `performance.now`. */
  constructor(anchor: TimeAnchor, realNow: () => number) {
    this.anchor = anchor;
    this.realNow = realNow;
  }

  /** Milliseconds of lab time, to the microsecond. */
  now(): number {
    return Math.floor(labMsAt(this.anchor, this.realNow()) * 1000) / 1000;
  }

  /** Real milliseconds until lab time is `labMs`; 0 when it has passed, Infinity while paused. */
  realMsUntil(labMs: number): number {
    const wait = labMs - this.now();
    if (wait <= 0) return 0;
    return this.anchor.paused ? Infinity : wait / this.anchor.speed;
  }

  get current(): TimeAnchor {
    return this.anchor;
  }

  set(anchor: TimeAnchor): void {
    this.anchor = anchor;
  }
}

function labMsAt(anchor: TimeAnchor, realMs: number): number {
  return anchor.paused ? anchor.labMs : anchor.labMs + Math.max(0, realMs - anchor.realMs) * anchor.speed;
}

/** The anchor that continues `anchor` from `realMs` on with another speed or pause; lab time never jumps. */
export function reanchored(
  anchor: TimeAnchor,
  realMs: number,
  change: { readonly speed?: number; readonly paused?: boolean },
): TimeAnchor {
  return {
    labMs: labMsAt(anchor, realMs),
    realMs,
    speed: change.speed ?? anchor.speed,
    paused: change.paused ?? anchor.paused,
  };
}
