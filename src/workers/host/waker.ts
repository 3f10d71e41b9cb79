/**
 * When a host looks around next: at once, in a turn of its own, or at a moment of lab time. Must not know why.
 */
import type { LabClock } from '../thread/lab-clock.ts';
import { createTurn } from '../thread/this-thread.ts';

export interface Waker {
  /** After the messages that are already here. */
  request(): void;
  /** At this lab time, unless `request` comes first; replaces the last call. */
  at(labMs: number): void;
  close(): void;
}

/** Timers sleep for at least a millisecond or so; longer waits are looked at again, because lab time may be set anew. */
const longestWaitMs = 1000;

export function createWaker(clock: LabClock, look: () => void): Waker {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const turn = createTurn(() => {
    clearTimeout(timer);
    timer = undefined;
    look();
  });
  return {
    request: () => turn.request(),
    at: (labMs) => {
      clearTimeout(timer);
      timer = undefined;
      const waitMs = clock.realMsUntil(labMs);
      if (waitMs === Infinity) return;
      // A timer started by a timer waits 4 ms in browsers; one started by a message does not.
      timer = setTimeout(() => turn.request(), Math.min(waitMs, longestWaitMs));
    },
    close: () => {
      clearTimeout(timer);
      turn.close();
    },
  };
}
