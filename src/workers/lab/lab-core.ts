/**
 * The lab at work: the cluster, what is known of it, and what can be done to it. Commands call its methods.
 * Must not know React, nor how a command's parameters are checked.
 */
import { standardConfiguration, type Configuration } from '../../ft/configuration.ts';
import type { Command } from '../../ft/event.ts';
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
import { buildState } from './lab-state.ts';
import { liveHost } from './live-host.ts';
import { Observer } from './observer.ts';
import type { ClientLoad } from './share/share-settings.ts';
import { Placement } from './placement.ts';

const crashReasons: Readonly<Record<CrashPoint, string>> = {
  'reply-made': 'It had just made a reply, and the log of that had not left.',
  'write-issued': 'It had just sent a write to the shared storage.',
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
  readonly placement: Placement;
  readonly disk: LabState['disk'];
  clientRuns = false;
  /** What the client was last told to send. */
  clientLoad: ClientLoad | null = null;
  outsideStarted = false;
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
    this.placement = new Placement({
      cluster: this.cluster,
      observer: this.observer,
      cables: this.cables,
      now: () => this.time.now,
    });
    this.placement.boot();
  }

  state(): LabState {
    return buildState({
      observer: this.observer,
      rules: this.cluster.rules,
      time: this.time.state,
      logging: this.cables.logging,
      redundancy: this.placement.redundancy,
      disk: this.disk,
      clientRuns: this.clientRuns,
    });
  }

  get live(): HostId | null {
    return liveHost(this.observer);
  }

  /** @throws LabError when no VM is live */
  requireLive(forWhat: string): HostId {
    return this.placement.requireLive(forWhat);
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
      loggingCut: (host: HostId) => {
        this.cables.change('logging', host, 'out', { cut: true });
        this.observer.note(
          this.time.now,
          'cut',
          [host],
          `What host ${host} sends on the logging channel was cut just before the log of a reply.`,
        );
        this.listener.changed();
      },
      hostFailed: (host: HostId, reason: string) => {
        this.hostGone(host, `Its program failed: ${reason}`);
        // Later, a host that fails is what this lab is about.
        if (!this.placement.wasReady)
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
    this.placement.settle();
    for (const host of hostIds) this.time.heard(host, this.observer.views[host].latest?.anchorMs ?? 0);
    this.listener.changed();
  }
}
