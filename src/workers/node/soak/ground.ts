/**
 * Where faults happen: a lab under load, what can be done to it, and how it is put in order again. Everything waits for
 * what it needs; a lab that does not get there is a finding. Must not know which faults there are.
 */
import type { DiskConfiguration } from '../../../ft/configuration.ts';
import { hostIds, type HostId } from '../../../ft/host-id.ts';
import type { HostRole, LabState } from '../../lab/lab.ts';
import type { LiveLab } from '../../lab/live-lab.ts';
import { Acknowledged } from '../acknowledged.ts';
import { createNodeLab } from '../node-lab.ts';
import { Tally } from './tally.ts';

/** An FT VMotion that was given up is tried again; so often. */
const attempts = 10;
const attemptMs = 20_000;

export type Load = 'light' | 'full';

export interface GroundOptions {
  readonly seed: number;
  readonly load: Load;
  readonly disk: DiskConfiguration;
  readonly random: () => number;
  /** Real time until something that must happen is taken for never. */
  readonly patienceMs: number;
  /** Mechanisms of the paper that are switched off. */
  readonly without: readonly string[];
}

export class Ground {
  readonly tally = new Tally();
  readonly acknowledged = new Acknowledged();
  readonly random: () => number;
  private readonly options: GroundOptions;
  private lab: LiveLab | null = null;
  /** How many labs there were, counting this one. */
  private labs = 0;

  constructor(options: GroundOptions) {
    this.options = options;
    this.random = options.random;
  }

  get running(): LiveLab {
    if (this.lab === null) throw new Error('The lab has not been started.');
    return this.lab;
  }

  get state(): LabState {
    return this.running.state();
  }

  /** A fresh lab, protected and under load. */
  async start(): Promise<void> {
    this.close();
    // A thread that was ended may have said something that is still on its way; it is of the lab before.
    const number = ++this.labs;
    this.tally.forget(hostIds);
    this.tally.lateUntilMs = 0;
    this.acknowledged.forget();
    this.lab = await createNodeLab({
      seed: this.options.seed,
      disk: this.options.disk,
      witness: {
        hostReported: (host, report) => {
          if (number === this.labs) this.tally.hostReported(host, report);
        },
        outsideReported: (report) => {
          if (number === this.labs) this.acknowledged.take(report);
        },
      },
    });
    for (const rule of this.options.without) await this.run('set-rule', { rule, on: false });
    await this.startLoad();
  }

  close(): void {
    if (this.lab === null) return;
    const { client, memory } = this.lab.state();
    this.tally.requests.answered += client.replies;
    this.tally.requests.longestGapMs = Math.max(this.tally.requests.longestGapMs, client.longestGapMs);
    this.tally.memoryComparisons += memory.compared;
    this.lab.close();
    this.lab = null;
  }

  async startLoad(): Promise<void> {
    if (this.options.load === 'full') await this.run('type', { text: 'while :; do work cpu 9; done >/dev/null &\n' });
    await this.startClient();
    await this.moreReplies(5);
  }

  /** Counters, or connections that read and write the same keys: both are checked, in different ways. */
  async startClient(): Promise<void> {
    const verb = this.random() < 0.7 ? 'INCR' : 'MIX';
    await this.run('client', { action: 'start', rate: 10, connections: 3, verb });
  }

  run(command: string, parameters?: object): Promise<unknown> {
    return this.running.run(command, parameters);
  }

  /** @throws Error when that does not come, or as soon as an invariant breaks: there is nothing to wait for then */
  async until(test: (state: LabState) => boolean, timeoutMs = this.options.patienceMs): Promise<void> {
    const state = await this.running.until((now) => test(now) || isBroken(now), timeoutMs);
    if (!test(state)) throw new Error('Something that must always hold broke meanwhile.');
  }

  /** Lets time pass: what happens at which moment of the guest's work is the seed's choice. */
  async pass(fromMs: number, toMs: number): Promise<void> {
    const waitMs = fromMs + this.random() * (toMs - fromMs);
    await new Promise<void>((resolve) => {
      setTimeout(resolve, waitMs);
    });
  }

  between(from: number, to: number): number {
    return Math.round(from + this.random() * (to - from));
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.random() * choices.length)]!;
  }

  get live(): HostId {
    return this.find('primary') ?? this.need('live-alone');
  }

  get backup(): HostId {
    return this.need('backup');
  }

  /** The host that has no VM. */
  get third(): HostId {
    const busy = [this.live, this.backup];
    return hostIds.find((host) => !busy.includes(host))!;
  }

  async crash(host: HostId): Promise<void> {
    await this.run('crash', { host });
    this.tally.forget([host]);
  }

  async moreReplies(count: number): Promise<void> {
    const { replies } = this.state.client;
    await this.until(({ client }) => client.replies >= replies + count);
  }

  /** Everything that was cut, slowed down or taken away is given back. */
  async mend(): Promise<void> {
    for (const link of ['logging', 'network', 'storage']) {
      await this.run('mend', { link });
      await this.run('set-link', { link, rttMs: 0, bitsPerSecond: 0, loss: 0 });
    }
    await this.run('storage', { action: 'online' });
    await this.run('storage', { action: 'slow', latencyMs: 0 });
    for (const host of hostIds) await this.run('set-host', { host, cpu: 100 });
  }

  /** Waits until the service is live again and has a backup, started anew if need be. @throws when it does not get there */
  async protect(): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      await this.until((state) => isProtected(state) || has('live-alone')(state));
      if (isProtected(this.state)) return;
      try {
        await this.run('start-backup');
        await this.until(isProtected, attemptMs);
        return;
      } catch {
        // A host that is just halting itself is not free yet, and a copy may be given up on a busy machine.
        await this.pass(200, 400);
      }
    }
    await this.until(isProtected, attemptMs);
  }

  /** What the client noticed although it should not have. */
  clientTroubles(): string[] {
    const { reconnects, errors } = this.state.client;
    return [...errors.slice(-3), ...(reconnects > 0 ? ['The client had to connect again.'] : [])];
  }

  get lastEvent(): number {
    return this.running.events().at(-1)?.number ?? 0;
  }

  /** Whether an event whose sentence has this word came after the one with that number. */
  hasHappened(word: string, since: number): boolean {
    return this.running.events(since).some(({ text }) => text.includes(word));
  }

  private find(role: HostRole): HostId | undefined {
    return hostIds.find((host) => this.state.hosts[host].role === role);
  }

  private need(role: HostRole): HostId {
    const host = this.find(role);
    if (host === undefined) throw new Error(`No host is ${role}.`);
    return host;
  }
}

export function has(role: HostRole): (state: LabState) => boolean {
  return (state) => hostIds.some((host) => state.hosts[host].role === role);
}

export function countLive(state: LabState): number {
  return hostIds.filter((host) => isLive(state.hosts[host].role)).length;
}

function isBroken({ invariants }: LabState): boolean {
  return Object.values(invariants).some(({ holds }) => !holds);
}

function isLive(role: HostRole): boolean {
  return role === 'primary' || role === 'live-alone';
}

function isProtected(state: LabState): boolean {
  return has('primary')(state) && has('backup')(state);
}
