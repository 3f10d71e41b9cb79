/**
 * When a host looks around next: at once, in a turn of its own, or at a moment of lab time. Must not know why.
 */
import type { LabClock } from '../thread/lab-clock.ts';
import { createTurn } from '../thread/this-thread.ts';

export interface Waker {
  /** After the messages that are already here. */
  request(): void;
  /** A turn will come. */
  readonly isRequested: boolean;
  /** At this lab time, unless `request` comes first; replaces the last call. */
  at(labMs: number): void;
  close(): void;
}

/** Timers sleep for at least a millisecond or so; longer waits are looked at again, because lab time may be set anew. */
const longestWaitMs = 1000;

export function createWaker(clock: LabClock, look: () => void): Waker {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRequested = false;
  const stopTimer = (): void => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
  };
  const turn = createTurn(() => {
    stopTimer();
    isRequested = false;
    look();
  });
  const request = (): void => {
    isRequested = true;
    turn.request();
  };
  return {
    request,
    get isRequested() {
      return isRequested;
    },
    at: (labMs) => {
      stopTimer();
      // The turn that comes anyway asks again. A busy host would set and clear a timer for each frame.
      if (isRequested) return;
      const waitMs = clock.realMsUntil(labMs);
      if (waitMs === Infinity) return;
      // A timer started by a timer waits 4 ms in browsers; one started by a message does not. Browsers cut off the part
      // below a millisecond, and a host that woke too early would look at the clock until that part is over.
      timer = setTimeout(request, Math.min(Math.ceil(waitMs), longestWaitMs));
    },
    close: () => {
      stopTimer();
      turn.close();
    },
  };
}
