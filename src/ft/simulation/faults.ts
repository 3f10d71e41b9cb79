/**
 * Lets a fault happen in the world, and mends it after its time.
 */
import { hostIds } from '../host-id.ts';
import { spareHost } from './clustering-service.ts';
import type { Link } from './link.ts';
import type { Fault, Victim } from './schedule.ts';
import type { SimHost } from './sim-host.ts';
import type { World } from './world.ts';

/** After a cut or a freeze, what was lost is noticed within so much time. */
const aftermathMs = 200;

const victimOf = (world: World, victim: Victim): SimHost | null => {
  if (victim === 'live') return world.live();
  return victim === 'backup' ? world.backup() : world.host(victim);
};

/** Faults after which one copy of the VM may be gone or behind. */
const harms = (fault: Fault): boolean =>
  ['crash', 'freeze', 'cut-logging', 'corrupt-logging', 'cut-storage', 'slow-logging'].includes(fault.kind);

const loggingLinks = (world: World, direction: 'both' | 'from-live' | 'to-live'): Link[] => {
  const live = world.live()?.id;
  if (live === undefined) return [];
  return hostIds
    .filter((other) => other !== live)
    .flatMap((other) => [
      ...(direction === 'to-live' ? [] : [world.network.logging(live, other)]),
      ...(direction === 'from-live' ? [] : [world.network.logging(other, live)]),
    ]);
};

export class Faults {
  readonly #world: World;
  #unsettledUntilMs = 0;

  constructor(world: World) {
    this.#world = world;
  }

  happen(fault: Fault): void {
    const world = this.#world;
    world.observer.faultHappened(fault.kind);
    const { nowMs } = world.agenda;
    if (harms(fault)) {
      if (!world.isRedundant() || nowMs < this.#unsettledUntilMs) world.mayBeLost = true;
      this.#unsettledUntilMs = Math.max(
        this.#unsettledUntilMs,
        nowMs + ('forMs' in fault ? fault.forMs : 0) + aftermathMs,
      );
    }
    this.#apply(fault);
  }

  #for(forMs: number, mend: () => void): void {
    this.#world.agenda.after(forMs, mend);
  }

  #command(command: Parameters<SimHost['happen']>[0]): void {
    this.#world.live()?.happen(command);
  }

  #apply(fault: Fault): void {
    const world = this.#world;
    switch (fault.kind) {
      case 'crash':
        victimOf(world, fault.victim)?.crash();
        return;
      case 'freeze':
        victimOf(world, fault.victim)?.freeze(fault.forMs);
        return;
      case 'cut-logging':
        for (const link of loggingLinks(world, fault.direction)) {
          link.isCut = true;
          this.#for(fault.forMs, () => (link.isCut = false));
        }
        return;
      case 'slow-logging':
        for (const link of loggingLinks(world, 'both')) {
          link.slowMs = fault.byMs;
          this.#for(fault.forMs, () => (link.slowMs = 0));
        }
        return;
      case 'corrupt-logging': {
        const [live, backup] = [world.live(), world.backup()];
        if (live === null || backup === null) return;
        const link =
          fault.direction === 'from-live'
            ? world.network.logging(live.id, backup.id)
            : world.network.logging(backup.id, live.id);
        link.damagesNext = true;
        return;
      }
      case 'clock-jump':
        world.agenda.jump(fault.byMs);
        world.network.jump(fault.byMs);
        return;
      default:
        this.#applySmall(fault);
    }
  }

  #applySmall(
    fault: Exclude<
      Fault,
      { kind: 'crash' | 'freeze' | 'cut-logging' | 'slow-logging' | 'corrupt-logging' | 'clock-jump' }
    >,
  ): void {
    const world = this.#world;
    switch (fault.kind) {
      case 'cut-storage': {
        const id = victimOf(world, fault.victim)?.id;
        if (id === undefined) return;
        world.cutFromStorage.add(id);
        this.#for(fault.forMs, () => world.cutFromStorage.delete(id));
        return;
      }
      case 'cut-network':
        for (const cable of world.network.cables(victimOf(world, fault.victim)?.id ?? 'A')) {
          cable.isCut = true;
          this.#for(fault.forMs, () => (cable.isCut = false));
        }
        return;
      case 'storage-offline':
        world.storage.isOnline = false;
        this.#for(fault.forMs, () => (world.storage.isOnline = true));
        return;
      case 'lose-reply':
        world.storage.loseNextReplyOfTestAndSet = true;
        return;
      case 'slow-host': {
        const host = victimOf(world, fault.victim);
        host?.happen({ kind: 'commanded', command: { kind: 'set-host-cpu', percent: fault.percent } });
        this.#for(fault.forMs, () =>
          host?.happen({ kind: 'commanded', command: { kind: 'set-host-cpu', percent: 100 } }),
        );
        return;
      }
      case 'set-cpu':
        this.#command({ kind: 'commanded', command: { kind: 'set-cpu', percent: fault.percent } });
        return;
      case 'move': {
        const spare = spareHost(world);
        if (spare === null) return;
        this.#command({
          kind: 'commanded',
          command: {
            kind: 'vmotion',
            to: spare.id,
            purpose: fault.what === 'primary' ? 'move-primary' : 'move-backup',
          },
        });
        return;
      }
      case 'console-input':
        this.#command({
          kind: 'input-arrived',
          input: { kind: 'console-input', port: 0, bytes: Uint8Array.of(108, 115, 10) },
        });
        return;
      case 'power-off':
        this.#command({ kind: 'commanded', command: { kind: 'power-off' } });
    }
  }
}
