/**
 * `window.lab` and what the page draws, on top of a LabCore that may be started anew. Must not know where it runs: how files
 * are loaded and threads are started comes from outside, so the same lab runs in a page and under Node.
 */
import { standardConfiguration, type DiskConfiguration } from '../../ft/configuration.ts';
import type { HostId } from '../../ft/host-id.ts';
import type { Rule } from '../../ft/rules.ts';
import type { Traced } from '../host/messages.ts';
import { ChannelMemory } from './channel-picture.ts';
import { parseParameters } from './commands/command.ts';
import { resetCommand } from './commands/reset-command.ts';
import { scenarioCommands } from './commands/scenario-commands.ts';
import { sharingCommands } from './commands/sharing-commands.ts';
import { commandTable, describe, findCommand } from './commands/table.ts';
import { ConsoleRelay } from './console-relay.ts';
import type { CommandInfo, LabEvent, LabState } from './lab.ts';
import { LabCore } from './lab-core.ts';
import { LabError, messageOf } from './lab-error.ts';
import type { LoadedParts } from './loaded-parts.ts';
import type { ChannelPicture, ConsoleFeed, ConsoleId, Divergence, LabModel, StartProgress } from './model.ts';
import { buildEmptyState, emptyObserver } from './empty-state.ts';
import { isReady } from './readiness.ts';
import { ruleViews } from './rule-views.ts';
import { Lessons } from './scenario/lessons.ts';
import { standardSeed } from './share/settings-of.ts';
import { Sharing, type SharingPlace } from './share/sharing.ts';
import { Waiters } from './waiters.ts';

export type Progress = (what: string, fraction: number | null) => void;

export interface LabEnvironment extends SharingPlace {
  load(progress: Progress): Promise<LoadedParts>;
  readonly rules: readonly Rule[];
  /** As a share link may say, too: where disks are (4.1) and who reads for the backup (4.2). */
  readonly disk?: DiskConfiguration;
  /** The text of a file that came with the page, at an address relative to it. Without it there are no lessons. */
  loadText?(address: string): Promise<string>;
  /** Calls back when the page next draws. */
  schedule(task: () => void): void;
  /** An invariant broke, and the list of events says so. */
  broken?(): void;
}

const standardTimeoutMs = 30_000;
const consoleIds = ['A', 'B', 'C', 'client'] as const;

export class LiveLab implements LabModel {
  readonly version = 1;
  ready: Promise<LabState>;
  progress: StartProgress = { kind: 'loading', what: 'Linux', fraction: null };
  private readonly environment: LabEnvironment;
  private core: LabCore | null = null;
  private parts: LoadedParts | null = null;
  private readonly listeners = new Set<() => void>();
  private scheduled = false;
  private cachedState: LabState | null = null;
  private readonly waiters = new Waiters();
  private readonly consoles = Object.fromEntries(consoleIds.map((id) => [id, new ConsoleRelay()])) as Record<
    ConsoleId,
    ConsoleRelay
  >;

  private disk: DiskConfiguration;
  private readonly lessonBook = new Lessons({
    lab: this,
    load: async (address) => {
      if (this.environment.loadText === undefined) throw new LabError('There are no lessons here.', 'Open the page.');
      return this.environment.loadText(address);
    },
    knowledge: () => ({
      sample: buildEmptyState(),
      checkCommand: (id, parameters) => void parseParameters(findCommand(id, this.table), parameters),
    }),
  });
  readonly sharing = new Sharing({
    place: () => this.environment,
    core: () => this.core,
    parts: () => this.parts,
    lesson: () => this.lesson?.id,
    lessonPrepared: () => this.until(() => this.lesson?.phase !== 'preparing', 60_000),
    run: (id, parameters) => this.run(id, parameters),
    changed: () => this.changed(),
  });
  private readonly lessonCommands = scenarioCommands(this.lessonBook, this);
  private readonly table = [
    ...commandTable,
    resetCommand((disk) => this.reset(disk)),
    ...sharingCommands(this.sharing),
    ...this.lessonCommands,
  ];

  constructor(environment: LabEnvironment) {
    this.environment = environment;
    this.disk = environment.link?.settings.disk ?? environment.disk ?? standardConfiguration.disk;
    void this.lessonBook.start();
    this.ready = this.start();
    this.sharing.opened = this.ready.then(() => this.sharing.openLink());
    this.sharing.opened.catch(() => {});
    // Whoever waits for `ready` hears of a failure; nobody has to.
    this.ready.catch(() => {});
  }

  state(): LabState {
    this.cachedState ??= this.core?.state() ?? buildEmptyState();
    return this.cachedState;
  }

  commands(): CommandInfo[] {
    return this.table.map(describe);
  }

  async run(id: string, parameters?: object): Promise<unknown> {
    const command = findCommand(id, this.table);
    const checked = parseParameters(command, parameters);
    // Lessons can be opened before the lab is up, and bring it up themselves.
    if (this.lessonCommands.includes(command)) await this.ready;
    const core = this.core;
    if (core === null) throw new LabError('The lab has not started yet.', 'Wait for lab.ready.');
    const result = await command.run(core, checked);
    this.changed();
    return result;
  }

  async until(test: (state: LabState) => boolean, timeoutMs = standardTimeoutMs): Promise<LabState> {
    if (test(this.state())) return this.state();
    return this.waiters.wait(test, timeoutMs, () => this.essentials());
  }

  events(since = 0): LabEvent[] {
    return this.core?.observer.events.since(since) ?? [];
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  console(id: ConsoleId): ConsoleFeed {
    return this.consoles[id];
  }

  writeConsole(target: 'service' | 'client', bytes: Uint8Array): void {
    if (this.core === null) return;
    if (target === 'client') this.core.toOutside({ kind: 'console-typed', bytes });
    else if (this.core.live !== null) this.core.typeIntoService(bytes);
  }

  get lessons() {
    return this.lessonBook.list;
  }
  get lesson() {
    return this.lessonBook.view;
  }
  get log() {
    return this.observed.log;
  }
  get packets() {
    return this.observed.packets;
  }
  get timeline() {
    return this.observed.timeline;
  }
  get series() {
    return this.observed.series;
  }

  channelPicture(): ChannelPicture {
    return this.core === null
      ? new ChannelMemory().picture(emptyObserver, 0)
      : this.core.channel.picture(this.core.observer, this.core.time.now);
  }

  divergence(): Divergence | null {
    return this.core?.divergence.latest ?? null;
  }

  rules() {
    return ruleViews(this.environment.rules, this.state().rules);
  }

  /**
   * A copy of the service's disk, for tests that look into it with tools of their own: the shared one, or the live host's own.
   * @throws LabError while the lab has not started, or no VM is live whose own disk it would be
   */
  async diskImage(): Promise<Uint8Array> {
    if (this.core === null) throw new LabError('The lab has not started yet.', 'Wait for lab.ready.');
    const of = this.disk.sharing === 'shared' ? 'shared' : this.core.requireLive('look at its disk');
    return this.core.cluster.diskImage(of);
  }

  /** Hears of every trace of every host, as they come; ends with the lab. Returns how to stop. For measurements. */
  watch(watcher: (host: HostId, traced: Traced) => void): () => void {
    return this.core?.observer.watch(watcher) ?? (() => {});
  }

  close(): void {
    this.core?.close();
    this.core = null;
  }

  private get observed() {
    return this.core?.observer ?? emptyObserver;
  }

  private async start(): Promise<LabState> {
    this.progress = { kind: 'loading', what: 'Linux', fraction: null };
    try {
      this.parts ??= await this.environment.load((what, fraction) => this.report({ kind: 'loading', what, fraction }));
      this.report({ kind: 'loading', what: 'Booting two machines', fraction: null });
      this.core = new LabCore(
        {
          ...this.parts,
          spawn: this.environment.spawn,
          seed: this.environment.seed ?? standardSeed,
          configuration: { ...standardConfiguration, disk: this.disk },
        },
        {
          changed: () => this.changed(),
          failed: (error) => this.failed(error),
          broken: (id, note) => this.broken(id, note),
        },
      );
      for (const id of consoleIds)
        this.consoles[id].follow(
          id === 'client' ? this.core.observer.clientConsole : this.core.observer.views[id].console,
        );
      const core = this.core;
      const state = await this.until((now) => isReady(now, core), 120_000);
      core.placement.wasReady = true;
      this.report({ kind: 'running' });
      return state;
    } catch (error) {
      this.failed(
        error instanceof LabError
          ? error
          : new LabError('The lab could not start.', 'Reload the page.', messageOf(error)),
      );
      throw error;
    }
  }

  private async reset(disk: DiskConfiguration): Promise<void> {
    this.core?.close();
    this.core = null;
    this.disk = disk;
    this.ready = this.start();
    await this.ready;
  }

  private broken(id: string, note: string): void {
    this.core?.observer.events.add({
      labMs: this.core.time.now,
      source: 'lab',
      kind: 'invariant-broken',
      text: `Broken: ${id}. ${note}`,
    });
    this.environment.broken?.();
    this.changed();
  }

  private failed(error: LabError): void {
    this.report({ kind: 'failed', title: error.title, advice: error.advice, details: error.message });
    this.waiters.fail(error);
  }

  private report(progress: StartProgress): void {
    // What still arrives after a failure does not make it undone.
    if (this.progress.kind === 'failed') return;
    this.progress = progress;
    this.changed();
  }

  /** Something changed: whoever waits looks again at once, whoever draws does so in the next animation frame. */
  changed(): void {
    this.cachedState = null;
    this.lessonBook.look();
    if (this.waiters.size > 0) this.waiters.changed(this.state());
    if (this.scheduled || this.listeners.size === 0) return;
    this.scheduled = true;
    this.environment.schedule(() => {
      this.scheduled = false;
      for (const listener of this.listeners) listener();
    });
  }

  private essentials(): string {
    const { hosts, storage, client } = this.state();
    const roles = Object.entries(hosts).map(
      ([id, { role, reason }]) => `${id} ${role}${reason === '' ? '' : ` (${reason})`}`,
    );
    return `${roles.join(', ')}; test-and-set ${storage.testAndSet}; ${client.replies} of ${client.requests} replies.`;
  }
}
