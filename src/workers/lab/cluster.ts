/**
 * The lab's threads and the cables between them: three hosts, shared storage, the world outside. Figure 1 of the paper.
 * It plugs in, terminates and plugs in again; it decides nothing. Must not know commands, the page or what reports mean.
 */
import type { Configuration } from '../../ft/configuration.ts';
import { hostIds, type HostId } from '../../ft/host-id.ts';
import type { Rules } from '../../ft/rules.ts';
import type { StandingPoint } from '../host/armed-faults.ts';
import type { CrashPoint } from '../host/crash-point.ts';
import type { FromHost, HostReport, ServiceSetup, ToHost, Evidence } from '../host/messages.ts';
import type { RecordedRun } from '../recording/run.ts';
import type { FromOutside, OutsideReport, ToOutside } from '../outside/messages.ts';
import type { FromStorage, StorageEvent, StorageStatus, ToStorage } from '../storage/messages.ts';
import { clockSetByMs, type TimeAnchor } from '../thread/lab-clock.ts';
import type { Spawn, WorkerThread } from '../thread/worker-kind.ts';
import { HostQuestions } from './host-questions.ts';

export interface ClusterOptions {
  readonly spawn: Spawn;
  readonly setup: ServiceSetup;
  readonly disk: Uint8Array;
  readonly configuration: Configuration;
  /** Seeds the faults that links inject. */
  readonly seed: number;
  readonly handlers: ClusterHandlers;
}

export interface ClusterHandlers {
  hostReported(host: HostId, report: HostReport): void;
  /** The host's thread is gone by an error of its own. */
  hostFailed(host: HostId, reason: string): void;
  storageReported(status: StorageStatus, events: readonly StorageEvent[], anchorMs: number): void;
  outsideStarted(): void;
  outsideReported(report: OutsideReport): void;
  /** The host reached the point at which it was to die. */
  hostDied(host: HostId, at: CrashPoint): void;
  /** The host cut its side of the logging channel, as it had been armed to. */
  loggingCut(host: HostId): void;
  /** Storage or the world outside died: the lab cannot go on. */
  failed(what: string, reason: string): void;
}

export class Cluster {
  rules: Rules;
  anchor: TimeAnchor;
  private readonly options: ClusterOptions;
  private readonly hosts = new Map<HostId, WorkerThread>();
  private readonly storage: WorkerThread;
  private readonly outside: WorkerThread;
  private readonly waitingForImage = new Map<number, (image: Uint8Array) => void>();
  private readonly runs = new HostQuestions<RecordedRun | null>(null);
  private readonly standing = new HostQuestions<'stands' | 'given-up'>('given-up');
  private readonly evidences = new HostQuestions<Evidence | null>(null);
  private imageRequests = 0;

  constructor(options: ClusterOptions, anchor: TimeAnchor, rules: Rules) {
    this.options = options;
    this.anchor = anchor;
    this.rules = rules;
    this.storage = this.startStorage();
    this.outside = this.startOutside();
    for (const host of hostIds) this.startHost(host);
    for (const [index, host] of hostIds.entries())
      for (const peer of hostIds.slice(index + 1)) this.connectHosts(host, peer);
  }

  /** Whether this host's thread runs. */
  isUp(host: HostId): boolean {
    return this.hosts.has(host);
  }

  toHost(host: HostId, message: ToHost): void {
    this.hosts.get(host)?.send(message);
  }

  toStorage(message: ToStorage): void {
    this.storage.send(message);
  }

  toOutside(message: ToOutside): void {
    this.outside.send(message);
  }

  /** Ends a host's thread in the middle of whatever it does. */
  crash(host: HostId): void {
    this.end(host);
    this.toOutside({ kind: 'host-gone', host });
  }

  /** Puts a new server in the place of one that is gone or halted; it has no VM. */
  revive(host: HostId): void {
    this.end(host);
    this.startHost(host);
    for (const peer of hostIds) if (peer !== host && this.hosts.has(peer)) this.connectHosts(host, peer);
    this.toHost(host, { kind: 'placed', as: 'spare', peer: null, generation: 0 });
  }

  setTime(anchor: TimeAnchor): void {
    this.anchor = anchor;
    for (const host of this.hosts.values()) host.send({ kind: 'time-set', anchor });
    this.toStorage({ kind: 'time-set', anchor });
    this.toOutside({ kind: 'time-set', anchor });
  }

  setRules(rules: Rules): void {
    this.rules = rules;
    for (const host of this.hosts.values()) host.send({ kind: 'rules-changed', rules });
  }

  /** A copy of a disk as it is now: the shared one, or a host's own (4.1). */
  async diskImage(of: HostId | 'shared'): Promise<Uint8Array> {
    const request = ++this.imageRequests;
    return new Promise((resolve) => {
      this.waitingForImage.set(request, resolve);
      this.toStorage({ kind: 'image-wanted', request, of });
    });
  }

  /** All that a host's VM did since it began; null when there is no VM, or the host is gone before it answers. */
  async recordedRun(host: HostId): Promise<RecordedRun | null> {
    if (!this.isUp(host)) return null;
    return this.runs.ask(host, (request) => this.toHost(host, { kind: 'recording-wanted', request }));
  }

  /** Registers, page digests and one page of a host's VM; null when the host is gone. */
  async evidence(host: HostId, page: number | null): Promise<Evidence | null> {
    if (!this.isUp(host)) return null;
    return this.evidences.ask(host, (request) => this.toHost(host, { kind: 'evidence-wanted', request, page }));
  }

  /** Resolves once the host's live VM stands at the point; given up when the host dies, or may go on, before that. */
  async standStill(host: HostId, point: StandingPoint): Promise<'stands' | 'given-up'> {
    if (!this.isUp(host)) return 'given-up';
    this.goOn(host);
    return this.standing.ask(host, (request) => this.toHost(host, { kind: 'stand-still-wanted', request, point }));
  }

  goOn(host: HostId): void {
    this.standing.giveUp(host);
    this.toHost(host, { kind: 'went-on' });
  }

  close(): void {
    for (const host of hostIds) this.standing.giveUp(host);
    for (const thread of [...this.hosts.values(), this.storage, this.outside]) thread.terminate();
    this.hosts.clear();
  }

  private end(host: HostId): void {
    this.hosts.get(host)?.terminate();
    this.hosts.delete(host);
    for (const questions of [this.runs, this.standing, this.evidences]) questions.giveUp(host);
  }

  private startHost(host: HostId): void {
    const { spawn, setup, configuration, seed, handlers } = this.options;
    const thread = spawn('host', `host ${host}`);
    this.hosts.set(host, thread);
    const isCurrent = (): boolean => this.hosts.get(host) === thread;
    const failed = (reason: string): void => {
      if (!isCurrent()) return;
      this.crash(host);
      handlers.hostFailed(host, reason);
    };
    thread.onFailure(failed);
    thread.receive((raw) => {
      const message = raw as FromHost;
      if (!isCurrent()) return;
      if (message.kind === 'host-reported') handlers.hostReported(host, message.report);
      else if (message.kind === 'host-failed') failed(message.reason);
      else if (message.kind === 'host-died') {
        this.crash(host);
        handlers.hostDied(host, message.at);
      } else if (message.kind === 'logging-cut') handlers.loggingCut(host);
      else if (message.kind === 'stood-still') this.standing.answer(message.request, 'stands');
      else if (message.kind === 'recording-given') this.runs.answer(message.request, message.run);
      else this.evidences.answer(message.evidence.request, message.evidence);
    });
    const { anchor, rules } = this;
    thread.send({
      kind: 'started',
      self: host,
      setup,
      configuration,
      rules,
      anchor,
      clockSetByMs: clockSetByMs(),
      seed: seed + host.charCodeAt(0),
    } satisfies ToHost);
    const toStorage = new MessageChannel();
    thread.send({ kind: 'storage-connected', port: toStorage.port1 } satisfies ToHost, [toStorage.port1]);
    this.storage.send({ kind: 'host-connected', host, port: toStorage.port2 } satisfies ToStorage, [toStorage.port2]);
    const toSwitch = new MessageChannel();
    thread.send({ kind: 'switch-connected', port: toSwitch.port1 } satisfies ToHost, [toSwitch.port1]);
    this.outside.send({ kind: 'host-connected', host, port: toSwitch.port2 } satisfies ToOutside, [toSwitch.port2]);
  }

  private connectHosts(one: HostId, other: HostId): void {
    const { port1, port2 } = new MessageChannel();
    this.hosts.get(one)?.send({ kind: 'peer-connected', peer: other, port: port1 } satisfies ToHost, [port1]);
    this.hosts.get(other)?.send({ kind: 'peer-connected', peer: one, port: port2 } satisfies ToHost, [port2]);
  }

  private startStorage(): WorkerThread {
    const { spawn, disk, seed, handlers } = this.options;
    const thread = spawn('storage', 'shared storage');
    thread.onFailure((reason) => handlers.failed('The shared storage', reason));
    thread.receive((raw) => {
      const message = raw as FromStorage;
      if (message.kind === 'storage-reported')
        handlers.storageReported(message.status, message.events, message.anchorMs);
      else this.imageGiven(message.request, message.image);
    });
    thread.send({
      kind: 'started',
      image: disk,
      anchor: this.anchor,
      clockSetByMs: clockSetByMs(),
      seed,
    } satisfies ToStorage);
    return thread;
  }

  private startOutside(): WorkerThread {
    const { spawn, setup, seed, handlers } = this.options;
    const thread = spawn('outside', 'world outside');
    thread.onFailure((reason) => handlers.failed('The client machine', reason));
    thread.receive((raw) => {
      const message = raw as FromOutside;
      if (message.kind === 'outside-started') handlers.outsideStarted();
      else if (message.kind === 'outside-failed') handlers.failed('The client machine', message.reason);
      else handlers.outsideReported(message.report);
    });
    const { wasmModule, image } = setup;
    // The hosts' cables follow, one as each host starts.
    thread.send({
      kind: 'started',
      wasmModule,
      image,
      anchor: this.anchor,
      clockSetByMs: clockSetByMs(),
      hosts: {},
      seed,
    } satisfies ToOutside);
    return thread;
  }

  /** Told to whoever waits for it, and forgotten: an image is 8 MiB. */
  private imageGiven(request: number, image: Uint8Array): void {
    this.waitingForImage.get(request)?.(image);
    this.waitingForImage.delete(request);
  }
}
