/**
 * The clocks and the random source that JavaScript offers, replaced for as long as a guest's code runs.
 * Paper section 2.1: whatever would make two replicas differ is either logged or taken away. v86 binds `performance.now`
 * when it is imported, so `installGuestGlobals` must have run before; `loadV86` is the only way in and makes that certain.
 * Must not know: the log, the protocol, v86's insides.
 */

/** What a running guest sees of time. */
export interface GuestTime {
  /** The guest's clock in milliseconds; each call may move it. */
  readClockMs(): number;
  /** The guest's clock in milliseconds, left as it is. */
  readonly clockMs: number;
}

/** The wall clock that every guest sees when its own clock is at 0: 2023-11-14 22:13:20 UTC. Derived, hence never logged. */
export const guestEpochMs = 1.7e12;

/** v86 draws the MAC address of its network card with this. The guest is given its own address on the command line. */
const constantRandom = 0.5;

const hostPerformanceNow = performance.now.bind(performance);
const HostDate = Date;
const hostRandom = Math.random;

let running: GuestTime | null = null;
let installed = false;

/** The host's own monotonic clock in milliseconds. Hosts use this one: `performance.now` is the guest's while it runs or starts. */
export function hostNowMs(): number {
  return hostPerformanceNow();
}

/**
 * Runs `action` with the guest's clock in place of the host's, and puts back what was there before, also after an error.
 */
export function asGuest<Result>(guest: GuestTime, action: () => Result): Result {
  const before = running;
  running = guest;
  try {
    return action();
  } finally {
    running = before;
  }
}

/** Runs `action` on the host's own clock again: what a guest's execution calls back must not see or move the guest's time. */
export function asHost<Result>(action: () => Result): Result {
  const before = running;
  running = null;
  try {
    return action();
  } finally {
    running = before;
  }
}

/** As `asGuest`, for the few calls of v86 that wait: starting. Frames of other machines may run meanwhile. */
export async function asGuestAsync<Result>(guest: GuestTime, action: () => Promise<Result>): Promise<Result> {
  const before = running;
  running = guest;
  try {
    return await action();
  } finally {
    running = before;
  }
}

/** Replaces the global clocks and random source of this thread; a second call does nothing. */
export function installGuestGlobals(): void {
  if (installed) return;
  installed = true;
  const wallClockMs = (): number => (running ? Math.floor(guestEpochMs + running.clockMs) : HostDate.now());
  Object.defineProperty(performance, 'now', {
    value: () => (running ? running.readClockMs() : hostPerformanceNow()),
    configurable: true,
    writable: true,
  });
  Math.random = () => (running ? constantRandom : hostRandom());
  // `new Date()` does not go through `Date.now`, and v86's real-time clock uses both.
  globalThis.Date = new Proxy(HostDate, {
    construct: (target, parameters, newTarget) =>
      Reflect.construct(target, parameters.length === 0 ? [wallClockMs()] : parameters, newTarget) as Date,
    get: (target, name, receiver) => (name === 'now' ? wallClockMs : (Reflect.get(target, name, receiver) as unknown)),
  });
}

/** Imports v86 after the globals have been replaced. */
export async function loadV86(): Promise<typeof import('v86')> {
  installGuestGlobals();
  return import('v86');
}
