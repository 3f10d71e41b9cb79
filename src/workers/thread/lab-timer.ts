/**
 * Calls at a moment of lab time, as precisely as the thread allows. Browsers cut off the part of a wait below a millisecond, and
 * a timer that a timer's callback sets, and so on, waits for 4 ms at least after a few times: a link of half a millisecond
 * would take 5. So a timer runs for whole milliseconds only, the rest is turns of the event loop, and the callback is a turn of its
 * own, in which a browser counts afresh. Must not know what is due.
 */
import type { LabClock } from './lab-clock.ts';
import { createTurn } from './this-thread.ts';

export interface LabTimer {
  /** Replaces the moment that was asked for before. After the clock's speed changed or it was resumed: `stop`, and ask again. */
  at(labMs: number): void;
  stop(): void;
  /** Stops for good. */
  close(): void;
}

/** @param due called once for each moment that was asked for, never from within `at` */
export function createLabTimer(clock: LabClock, due: () => void): LabTimer {
  let dueMs = Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    dueMs = Infinity;
    clearTimeout(timer);
    timer = undefined;
  };
  const wait = (waitMs: number): void => {
    if (waitMs === Infinity) return;
    if (waitMs >= 1) timer = setTimeout(() => turn.request(), Math.floor(waitMs));
    else turn.request();
  };
  const turn = createTurn(() => {
    const waitMs = clock.realMsUntil(dueMs);
    clearTimeout(timer);
    timer = undefined;
    if (waitMs > 0) return wait(waitMs);
    dueMs = Infinity;
    due();
  });
  return {
    at: (labMs) => {
      if (labMs === dueMs) return;
      stop();
      dueMs = labMs;
      wait(clock.realMsUntil(labMs));
    },
    stop,
    close: () => {
      stop();
      turn.close();
    },
  };
}
