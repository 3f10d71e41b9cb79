/**
 * The lab at work: the cluster, what is known of it, and what can be done to it. Commands call its methods.
 * Must not know React, nor how a command's parameters are checked.
 */
import { standardConfiguration, type Configuration } from '../../ft/configuration.ts';
import type { Command } from '../../ft/event.ts';
import type { VmotionPurpose } from '../../ft/message/message.ts';
import { hostIds, type HostId } from '../../ft/host-id.ts';
import { standardRules, type RuleId, type Rules } from '../../ft/rules.ts';
import type { CrashPoint } from '../host/crash-point.ts';
import type { ServiceSetup } from '../host/messages.ts';
import type { ToOutside } from '../outside/messages.ts';
import { LabClock, realNowMs } from '../thread/lab-clock.ts';
import type { Spawn } from '../thread/worker-kind.ts';
import { Cables } from './cables.ts';
import { ChannelMemory } from './channel-picture.ts';
import { Cluster } from './cluster.ts';
import { DivergenceFinder } from './divergence-finder.ts';
import type { LabState } from './lab.ts';
import { LabError } from './lab-error.ts';
import { LabTime } from './lab-time.ts';
import { buildState, liveHost } from './lab-state.ts';
import { Observer } from './observer.ts';
import type { ClientLoad } from './share/share-settings.ts';
import { canBeRevived, pickBackupHost, redundancyDelayMs, type Redundancy } from './redundancy.ts';

const crashReasons: Readonly<Record<CrashPoint, string>> = {
  'before-output': 'It had just been allowed to send a reply, and had not sent it.',
  'after-output': 'It had just sent a reply, and nothing after it.',
};

export interface LabParts {
  readonly spawn: Spawn;
  readonly setup: ServiceSetup;
  readonly disk: Uint8Array;
  readonly configuration?: Configuration;
  readonly rules?: Rules;
  readonly seed?: number;
}

export interface LabListener {
  /** Something changed. Called often. */
  changed(): void;
  /** The lab cannot go on. */
  failed(error: LabError): void;
  /** An invariant broke, for the first time since the lab started. */
  broken(id: string, note: string): void;
}

export class LabCore {
  readonly observer = new Observer();
  readonly cluster: Cluster;
  readonly time: LabTime;
  readonly cables: Cables;
  readonly channel = new ChannelMemory();
  readonly divergence: DivergenceFinder;
  redundancy: Redundancy = 'by-hand';
  readonly disk: LabState['disk'];
  clientRuns = false;
  /** What the client was last told to send. */
  clientLoad: ClientLoad | null = null;
  outsideStarted = false;
  private jitRequested = false;
  private redundancyTimerMs: number | null = null;
  private waitingVmotion: { readonly from: HostId; readonly to: HostId; readonly purpose: VmotionPurpose } | null =
    null;
  private readonly listener: LabListener;

  constructor(parts: LabParts, listener: LabListener) {
    this.listener = listener;
    const configuration = parts.configuration ?? standardConfiguration;
    this.disk = configuration.disk;
    this.observer.invariants.broken = (id, note) => listener.broken(id, note);
    const anchor = { labMs: 0, realMs: realNowMs(), speed: 1, paused: false };
    this.cluster = new Cluster(
      {
        spawn: parts.spawn,
        setup: parts.setup,
        disk: parts.disk,
        configuration,
        seed: parts.seed ?? 1,
        handlers: this.handlers(),
      },
      anchor,
      parts.rules ?? standardRules,
    );
    this.time = new LabTime(new LabClock(anchor, realNowMs), this.cluster, this.observer);
    this.cables = new Cables(this.cluster);
    this.divergence = new DivergenceFinder(this.cluster, this.observer, () => listener.changed());
    this.observer.watch((host, traced) => {
      this.channel.take(traced);
      if (traced.event.kind === 'diverged') this.divergence.found(host, traced);
    });
    this.cluster.toHost('A', { kind: 'placed', as: 'primary', peer: 'B', generation: 1 });
    this.cluster.toHost('B', { kind: 'placed', as: 'backup', peer: 'A', generation: 1 });
    this.cluster.toHost('C', { kind: 'placed', as: 'spare', peer: null, generation: 0 });
  }

  state(): LabState {
    return buildState({
      observer: this.observer,
      rules: this.cluster.rules,
      time: this.time.state,
      logging: this.cables.logging,
      redundancy: this.redundancy,
      disk: this.disk,
      clientRuns: this.clientRuns,
    });
  }

  get live(): HostId | null {
    return liveHost(this.observer);
  }

  /** @throws LabError when no VM is live */
  requireLive(forWhat: string): HostId {
    const { live } = this;
    if (live !== null) return live;
    throw new LabError(
      `There is no live VM, so one cannot ${forWhat}.`,
      'Wait until a backup went live, or reset the lab.',
    );
  }

  crash(host: HostId, reason = 'Crashed by command.'): void {
    const { role } = this.observer.views[host];
    if (!this.cluster.isUp(host) || role === 'crashed')
      throw new LabError(
        `Host ${host} has crashed already.`,
        `Crash another one, or start host ${host} again with start-backup.`,
      );
    this.cluster.crash(host);
    this.hostGone(host, reason);
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
    if (canBeRevived(roles[host])) this.revive(host);
    else if (roles[host] !== 'spare')
      throw new LabError(`Host ${host} is not free: it is ${roles[host]}.`, 'Pick a spare or crashed host.');
    this.vmotion(live, host, 'new-backup');
    return host;
  }

  /**
   * Starts the service anew on two hosts, from its disk: after it was switched off, or after both of its hosts died.
   * @throws LabError while a VM is alive
   */
  powerOn(): void {
    const roles = this.roles();
    const busy = hostIds.find((host) => roles[host] !== 'spare' && !canBeRevived(roles[host]));
    if (busy !== undefined)
      throw new LabError(`Host ${busy} still has the VM: it is ${roles[busy]}.`, 'Switch the service off first.');
    const generations = hostIds.map((host) => this.observer.views[host].latest?.report.generation ?? 0);
    const generation = Math.max(this.observer.storage?.generation ?? 0, ...generations) + 1;
    for (const host of hostIds) if (roles[host] !== 'spare') this.revive(host);
    this.jitRequested = false;
    this.cluster.toHost('A', { kind: 'placed', as: 'primary', peer: 'B', generation });
    this.cluster.toHost('B', { kind: 'placed', as: 'backup', peer: 'A', generation });
  }

  /** Moves the primary or the backup to another host by FT VMotion. */
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
    this.vmotion(live, to, host === live ? 'move-primary' : 'move-backup');
  }

  command(host: HostId, command: Command): void {
    this.cluster.toHost(host, { kind: 'commanded', command });
  }

  setRule(rule: RuleId, to: 'on' | 'off'): void {
    this.cluster.setRules({ ...this.cluster.rules, [rule]: to === 'on' });
    this.observer.events.add({ labMs: this.time.now, source: 'lab', kind: 'rule', text: `Rule ${rule} is ${to}.` });
    this.listener.changed();
  }

  typeIntoService(bytes: Uint8Array): void {
    this.cluster.toHost(this.requireLive('type into it'), { kind: 'console-typed', bytes });
  }

  client(line: string): void {
    this.toOutside({ kind: 'client-commanded', line });
  }

  toOutside(message: ToOutside): void {
    this.cluster.toOutside(message);
  }

  close(): void {
    this.cluster.close();
  }

  private roles() {
    return Object.fromEntries(hostIds.map((host) => [host, this.observer.views[host].role])) as Record<
      HostId,
      ReturnType<() => (typeof this.observer.views)['A']['role']>
    >;
  }

  /** At once, or when the target's server has started: a VM is not sent where nobody listens yet. */
  private vmotion(from: HostId, to: HostId, purpose: VmotionPurpose): void {
    if (this.observer.views[to].latest === null) this.waitingVmotion = { from, to, purpose };
    else this.command(from, { kind: 'vmotion', to, purpose });
  }

  private startWaitingVmotion(): void {
    const { waitingVmotion } = this;
    if (waitingVmotion === null) return;
    const { from, to, purpose } = waitingVmotion;
    if (this.observer.views[from].isLive && this.observer.views[to].latest === null) return;
    this.waitingVmotion = null;
    // Whoever went live meanwhile is asked anew; the old order was for another VM.
    if (this.observer.views[from].isLive) this.vmotion(from, to, purpose);
  }

  private revive(host: HostId): void {
    this.observer.views[host].revive();
    this.observer.invariants.forget(host);
    this.cluster.revive(host);
    this.cables.apply(host);
    this.observer.note(this.time.now, 'role', [host], `A new server stands in the place of host ${host}.`);
  }

  private hostGone(host: HostId, reason: string): void {
    this.observer.views[host].crash(reason);
    this.observer.invariants.forget(host);
    this.observer.note(this.time.now, 'crash', [host], `Host ${host} crashed. ${reason}`);
    this.listener.changed();
  }

  private handlers() {
    return {
      hostReported: (host: HostId, report: Parameters<Observer['hostReported']>[1]) => {
        this.observer.hostReported(host, report);
        this.afterReport();
      },
      hostDied: (host: HostId, at: CrashPoint) => this.hostGone(host, crashReasons[at]),
      hostFailed: (host: HostId, reason: string) => {
        this.hostGone(host, `Its program failed: ${reason}`);
        // Later, a host that fails is what this lab is about.
        if (!this.jitRequested)
          this.listener.failed(
            new LabError(
              `Host ${host} could not start.`,
              'Reload the page; if it happens again, copy the built files to the server anew.',
              reason,
            ),
          );
      },
      storageReported: (
        status: Parameters<Observer['storageReported']>[0],
        events: Parameters<Observer['storageReported']>[1],
        anchorMs: number,
      ) => {
        this.observer.storageReported(status, events);
        this.time.heard('storage', anchorMs);
        this.listener.changed();
      },
      outsideStarted: () => {
        this.outsideStarted = true;
        this.listener.changed();
      },
      outsideReported: (report: Parameters<Observer['outsideReported']>[0]) => {
        this.observer.outsideReported(report);
        this.listener.changed();
      },
      failed: (what: string, reason: string) =>
        this.listener.failed(
          new LabError(`${what} stopped working.`, 'Reload the page to start the lab again.', reason),
        ),
    };
  }

  private afterReport(): void {
    this.observer.sample(this.time.now);
    this.switchOnJit();
    this.startWaitingVmotion();
    this.keepRedundancy();
    for (const host of hostIds) this.time.heard(host, this.observer.views[host].latest?.anchorMs ?? 0);
    this.listener.changed();
  }

  /** Booting is quicker without the JIT; it is switched on at a logged frame once the guest is up. */
  private switchOnJit(): void {
    if (this.jitRequested || this.live === null) return;
    if (!this.observer.views[this.live].console.tail().includes('guest ready')) return;
    this.jitRequested = true;
    this.command(this.live, { kind: 'switch-on-jit' });
  }

  private keepRedundancy(): void {
    const { live } = this;
    if (this.redundancy === 'by-hand' || live === null || this.observer.views[live].role !== 'live-alone') {
      this.redundancyTimerMs = null;
      return;
    }
    const report = this.observer.views[live].latest?.report;
    if (this.waitingVmotion !== null || report?.vmotion !== null || pickBackupHost(this.roles(), live) === null) return;
    this.redundancyTimerMs ??= this.time.now + (this.redundancy === 'at-once' ? 0 : redundancyDelayMs);
    if (this.time.now < this.redundancyTimerMs) return;
    this.redundancyTimerMs = null;
    this.startBackup();
  }
}
