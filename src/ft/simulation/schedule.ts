/**
 * What goes wrong when: a list that is made from a seed before the run, so that a failing list can be made shorter.
 */
import type { HostId } from '../host-id.ts';
import type { Random } from './random.ts';

/** Whom a fault hits, decided when it happens. */
export type Victim = 'live' | 'backup' | HostId;

export type Fault =
  | { readonly kind: 'crash'; readonly victim: Victim }
  | { readonly kind: 'freeze'; readonly victim: Victim; readonly forMs: number }
  | { readonly kind: 'cut-logging'; readonly direction: 'both' | 'from-live' | 'to-live'; readonly forMs: number }
  | { readonly kind: 'cut-storage'; readonly victim: Victim; readonly forMs: number }
  | { readonly kind: 'cut-network'; readonly victim: Victim; readonly forMs: number }
  | { readonly kind: 'slow-logging'; readonly byMs: number; readonly forMs: number }
  | { readonly kind: 'storage-offline'; readonly forMs: number }
  | { readonly kind: 'lose-reply' }
  | { readonly kind: 'corrupt-logging'; readonly direction: 'from-live' | 'to-live' }
  | { readonly kind: 'clock-jump'; readonly byMs: number }
  | { readonly kind: 'slow-host'; readonly victim: Victim; readonly percent: number; readonly forMs: number }
  | { readonly kind: 'set-cpu'; readonly percent: number }
  | { readonly kind: 'move'; readonly what: 'primary' | 'backup' }
  | { readonly kind: 'console-input' }
  | { readonly kind: 'power-off' };

export interface Action {
  readonly atMs: number;
  readonly fault: Fault;
}

export type Schedule = readonly Action[];

type Maker = (random: Random) => Fault;

const victims: readonly Victim[] = ['live', 'backup', 'A', 'B', 'C'];

/** Weighted: crashes are what this is about. */
const makers: readonly (readonly [weight: number, make: Maker])[] = [
  [6, () => ({ kind: 'crash', victim: 'live' })],
  [3, () => ({ kind: 'crash', victim: 'backup' })],
  [2, (random) => ({ kind: 'crash', victim: random.pick(victims) })],
  [2, (random) => ({ kind: 'freeze', victim: random.pick(victims), forMs: random.whole(20, 400) })],
  [
    3,
    (random) => ({
      kind: 'cut-logging',
      direction: random.pick(['both', 'from-live', 'to-live'] as const),
      forMs: random.whole(10, 400),
    }),
  ],
  [1, (random) => ({ kind: 'cut-storage', victim: random.pick(victims), forMs: random.whole(20, 300) })],
  [1, (random) => ({ kind: 'cut-network', victim: random.pick(victims), forMs: random.whole(20, 300) })],
  [2, (random) => ({ kind: 'slow-logging', byMs: random.whole(5, 40), forMs: random.whole(50, 400) })],
  [2, (random) => ({ kind: 'storage-offline', forMs: random.whole(20, 300) })],
  [3, () => ({ kind: 'lose-reply' })],
  [1, (random) => ({ kind: 'corrupt-logging', direction: random.pick(['from-live', 'to-live'] as const) })],
  [1, (random) => ({ kind: 'clock-jump', byMs: random.whole(500, 20_000) })],
  [
    2,
    (random) => ({
      kind: 'slow-host',
      victim: 'backup',
      percent: random.whole(30, 45),
      forMs: random.whole(500, 1_000),
    }),
  ],
  [1, (random) => ({ kind: 'set-cpu', percent: random.whole(40, 100) })],
  [2, () => ({ kind: 'move', what: 'primary' })],
  [2, () => ({ kind: 'move', what: 'backup' })],
  [1, () => ({ kind: 'console-input' })],
];

const total = makers.reduce((sum, [weight]) => sum + weight, 0);

const makeFault = (random: Random): Fault => {
  let left = random.next() * total;
  for (const [weight, make] of makers) {
    left -= weight;
    if (left < 0) return make(random);
  }
  return { kind: 'crash', victim: 'live' };
};

/** Between first and last fault; after that the world is mended and watched. */
export const faultsBeginMs = 100;
export const faultsEndMs = 1_000;

/** A backup that is slow for long, and nothing else that would excuse its lag. */
const onlySlow = (random: Random): Action => ({
  atMs: random.whole(faultsBeginMs, 300),
  fault: { kind: 'slow-host', victim: 'backup', percent: random.whole(30, 33), forMs: random.whole(900, 1_000) },
});

export const makeSchedule = (random: Random): Schedule => {
  if (random.chance(0.02)) return [onlySlow(random)];
  const actions: Action[] = [];
  const count = random.whole(1, 5);
  for (let index = 0; index < count; index += 1)
    actions.push({ atMs: random.whole(faultsBeginMs, faultsEndMs), fault: makeFault(random) });
  // Faults close together find what faults far apart do not.
  if (random.chance(0.4)) {
    const at = random.pick(actions).atMs;
    actions.push({ atMs: at + random.whole(0, 60), fault: makeFault(random) });
  }
  if (random.chance(0.05))
    actions.push({ atMs: random.whole(faultsBeginMs, faultsEndMs), fault: { kind: 'power-off' } });
  return actions.sort((a, b) => a.atMs - b.atMs);
};
