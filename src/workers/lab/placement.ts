/**
 * Which host has which half of the VM, as far as that is not the protocol's business: the paper's clustering service, the
 * administrator who moves and switches on, and whoever puts a new server where one died. Paper sections 3.1 and 3.3.
 * Must not know how a VM gets there.
 */
import type { Command } from '../../ft/event.ts';
import { hostIds, type HostId } from '../../ft/host-id.ts';
import type { VmotionPurpose } from '../../ft/message/message.ts';
import type { Cables } from './cables.ts';
import type { Cluster } from './cluster.ts';
import type { HostRole } from './lab.ts';
import { LabError } from './lab-error.ts';
import { liveHost } from './live-host.ts';
import type { Observer } from './observer.ts';
import { canBeRevived, pickBackupHost, redundancyDelayMs, type Redundancy } from './redundancy.ts';

export interface PlacementParts {
  readonly cluster: Cluster;
  readonly observer: Observer;
  readonly cables: Cables;
  /** Lab time. */
  readonly now: () => number;
}

/** Lab time between two attempts of the clustering service to start a backup. */
const askAgainAfterMs = 500;

interface Order {
  readonly from: HostId;
  readonly to: HostId;
  readonly purpose: VmotionPurpose;
}

export class Placement {
  redundancy: Redundancy = 'by-hand';
  /** The lab was ready once: until then a backup that is lost is replaced without being asked. */
  wasReady = false;
  private readonly parts: PlacementParts;
  private jitWanted = true;
  private dueMs: number | null = null;
  /** A host's report says that it has begun only a moment after it was asked. */
  private askAgainMs = 0;
  private waiting: Order | null = null;

  constructor(parts: PlacementParts) {
    this.parts = parts;
  }

  /** The service's first boot: A and B run it from its first instruction, C is the spare. */
  boot(): void {
    this.place(1);
    this.parts.cluster.toHost('C', { kind: 'placed', as: 'spare', peer: null, generation: 0 });
  }

  get live(): HostId | null {
    return liveHost(this.parts.observer);
  }

  /** @throws LabError when no VM is live */
  requireLive(forWhat: string): HostId {
    const { live } = this;
    if (live !== null) return live;
    throw new LabError(
      `There is no live VM, so one cannot ${forWhat}.`,
      'Wait until a backup went live, switch the service on, or reset the lab.',
    );
  }

  /** Starts a new backup by FT VMotion from the live host. @throws LabError when that is not possible */
  startBackup(wanted?: HostId): HostId {
    const live = this.requireLive('start a backup');
    const roles = this.roles();
    if (roles[live] === 'primary')
      throw new LabError(`Host ${live} has a backup already.`, 'Move it with the command move, or crash it first.');
    const host = wanted ?? pickBackupHost(roles, live);
    if (host === null || host === live)
      throw new LabError(
        'There is no free host for a backup.',
        'The VM and its backup are never on one host: free another one first.',
      );
    if (this.parts.cables.logging.cut)
      throw new LabError('The logging channel is cut, so no VM can be cloned.', 'Mend it first.');
    if (canBeRevived(roles[host])) this.revive(host);
    else if (roles[host] !== 'spare')
      throw new LabError(`Host ${host} is not free: it is ${roles[host]}.`, 'Pick a spare or crashed host.');
    this.order({ from: live, to: host, purpose: 'new-backup' });
    return host;
  }

  /** Moves the primary or the backup to another host by FT VMotion. @throws LabError when that is not possible */
  move(host: HostId, to: HostId): void {
    const roles = this.roles();
    const live = this.requireLive('move it');
    if (roles[host] !== 'primary' && roles[host] !== 'backup' && roles[host] !== 'live-alone')
      throw new LabError(
        `Host ${host} has no VM to move: it is ${roles[host]}.`,
        'Move the host that is primary or backup.',
      );
    if (host === to || roles[to] === 'primary' || roles[to] === 'backup')
      throw new LabError('Primary and backup are never on one host.', 'Move it to the spare host.');
    if (canBeRevived(roles[to])) this.revive(to);
    this.order({ from: live, to, purpose: host === live ? 'move-primary' : 'move-backup' });
  }

  /**
   * Starts the service anew on two hosts, from its disk: after it was switched off, or after both of its hosts died.
   * @throws LabError while a VM is alive
   */
  powerOn(): void {
    const { observer } = this.parts;
    const roles = this.roles();
    const busy = hostIds.find((host) => roles[host] !== 'spare' && !canBeRevived(roles[host]));
    if (busy !== undefined)
      throw new LabError(`Host ${busy} still has the VM: it is ${roles[busy]}.`, 'Switch the service off first.');
    const generations = hostIds.map((host) => observer.views[host].latest?.report.generation ?? 0);
    const generation = Math.max(observer.storage?.generation ?? 0, ...generations) + 1;
    for (const host of hostIds) if (roles[host] !== 'spare') this.revive(host);
    this.place(generation);
  }

  /** What nobody has to order. Called after each report. */
  settle(): void {
    this.switchOnJit();
    this.carryOutOrder();
    this.keepRedundancy();
  }

  private place(generation: number): void {
    const { cluster } = this.parts;
    this.jitWanted = true;
    cluster.toHost('A', { kind: 'placed', as: 'primary', peer: 'B', generation });
    cluster.toHost('B', { kind: 'placed', as: 'backup', peer: 'A', generation });
  }

  private roles(): Readonly<Record<HostId, HostRole>> {
    const { A, B, C } = this.parts.observer.views;
    return { A: A.role, B: B.role, C: C.role };
  }

  private command(host: HostId, command: Command): void {
    this.parts.cluster.toHost(host, { kind: 'commanded', command });
  }

  private revive(host: HostId): void {
    const { cluster, observer, cables, now } = this.parts;
    observer.views[host].revive();
    observer.invariants.forget(host);
    cluster.revive(host);
    cables.apply(host);
    observer.note(now(), 'role', [host], `A new server stands in the place of host ${host}.`);
  }

  /** At once, or when the target's server has started: a VM is not sent where nobody listens yet. */
  private order(order: Order): void {
    if (this.parts.observer.views[order.to].latest === null) this.waiting = order;
    else this.command(order.from, { kind: 'vmotion', to: order.to, purpose: order.purpose });
  }

  private carryOutOrder(): void {
    const order = this.waiting;
    if (order === null) return;
    const { views } = this.parts.observer;
    if (views[order.from].isLive && views[order.to].latest === null) return;
    this.waiting = null;
    // Whoever went live meanwhile is asked anew; the old order was for another VM.
    if (views[order.from].isLive) this.order(order);
  }

  /** Booting is quicker without the JIT; it is switched on at a logged frame once the guest is up. */
  private switchOnJit(): void {
    const { live } = this;
    if (!this.jitWanted || live === null) return;
    if (!this.parts.observer.views[live].console.tail().includes('guest ready')) return;
    this.jitWanted = false;
    this.command(live, { kind: 'switch-on-jit' });
  }

  private keepRedundancy(): void {
    const { live } = this;
    const { observer, now, cables } = this.parts;
    const choice = this.wasReady ? this.redundancy : 'at-once';
    if (choice === 'by-hand' || live === null || observer.views[live].role !== 'live-alone') {
      this.dueMs = null;
      return;
    }
    const isBusy = this.waiting !== null || observer.views[live].latest?.report.vmotion !== null;
    if (isBusy || cables.logging.cut || pickBackupHost(this.roles(), live) === null) return;
    this.dueMs ??= now() + (choice === 'at-once' ? 0 : redundancyDelayMs);
    if (now() < Math.max(this.dueMs, this.askAgainMs)) return;
    this.dueMs = null;
    this.askAgainMs = now() + askAgainAfterMs;
    this.startBackup();
  }
}
