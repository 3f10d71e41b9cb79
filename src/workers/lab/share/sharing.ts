/**
 * Exports, recordings and share links of one lab. It lives as long as the page, so an open recording outlasts a reset.
 * Must not know React, nor how a file gets to a person.
 */
import type { HostId } from '../../../ft/host-id.ts';
import { hostIds } from '../../../ft/host-id.ts';
import type { Spawn } from '../../thread/worker-kind.ts';
import { ConsoleRelay } from '../console-relay.ts';
import type { LabCore } from '../lab-core.ts';
import { LabError, messageOf } from '../lab-error.ts';
import type { LoadedParts } from '../loaded-parts.ts';
import type { ReplaySession } from './replay-session.ts';
import { settingsOf, standardSeed, stepsTo } from './settings-of.ts';
import { noSettings, type OpenedLink } from './share-settings.ts';
import type { ExportedFile, ReplayOrder, ReplayView, SharingModel } from './sharing-model.ts';
import { writeShareLink } from './write-link.ts';

export const exportKinds = ['recording', 'trace', 'log', 'image'] as const;
export type ExportKind = (typeof exportKinds)[number];

/** The place where the lab runs, as far as sharing goes. Under Node there is nothing of it. */
export interface SharingPlace {
  readonly spawn: Spawn;
  /** Of injected faults. */
  readonly seed?: number;
  /** The link that the page was opened with. */
  readonly link?: OpenedLink;
  /** The page's address without the part after `#`. */
  readonly address?: string;
  /** Names the version of the program. */
  readonly build?: string;
  /** Gives a file to the person at the screen. */
  save?(name: string, blob: Blob): void;
}

/** What sharing needs of the lab. */
export interface SharingEnvironment {
  readonly place: () => SharingPlace;
  readonly core: () => LabCore | null;
  readonly parts: () => LoadedParts | null;
  /** Id of the lesson that is open. */
  readonly lesson: () => string | undefined;
  readonly run: (id: string, parameters: object) => Promise<unknown>;
  /** Resolves when the open lesson has brought the lab to its start. */
  readonly lessonPrepared: () => Promise<unknown>;
  readonly changed: () => void;
}

/** A file that a person picked may be anything; larger than this it is no recording. */
const largestFileBytes = 256 * 2 ** 20;

export class Sharing implements SharingModel {
  opened: Promise<void> = Promise.resolve();
  readonly replayConsole = new ConsoleRelay();
  private drawTimeline: (() => Promise<Blob>) | null = null;
  private session: ReplaySession | null = null;
  private leftOut: readonly string[] = [];
  private readonly environment: SharingEnvironment;

  constructor(environment: SharingEnvironment) {
    this.environment = environment;
  }

  get problems(): readonly string[] {
    return [...(this.environment.place().link?.problems ?? []), ...this.leftOut];
  }

  get replay(): ReplayView | null {
    return this.session?.view ?? null;
  }

  link(): string {
    const { core, lesson, place } = this.environment;
    const { seed = standardSeed, address = '' } = place();
    const lab = core();
    if (lab === null) throw new LabError('The lab has not started yet.', 'Wait until it runs.');
    return `${address}#${writeShareLink(settingsOf(lab, lesson(), seed))}`;
  }

  /** Once, when the lab first runs: brings it to where the link says. What does not work is said and costs nothing else. */
  async openLink(): Promise<void> {
    const { place, lessonPrepared, changed } = this.environment;
    const settings = place().link?.settings ?? noSettings;
    if (settings.scenario !== undefined) {
      await this.try('scenario', { id: settings.scenario });
      // A lesson mends everything first; what the link says comes on top of it.
      await lessonPrepared();
    }
    for (const { id, parameters } of stepsTo(settings)) await this.try(id, parameters);
    changed();
  }

  private async try(id: string, parameters: object): Promise<void> {
    try {
      await this.environment.run(id, parameters);
    } catch (error) {
      this.leftOut = [...this.leftOut, `The link’s setting “${id}” was left out. ${messageOf(error)}`];
    }
  }

  async export(as: ExportKind, host: HostId | undefined): Promise<ExportedFile> {
    const file = await this.make(as, host);
    this.environment.place().save?.(file.name, file.blob);
    return file;
  }

  /** @throws LabError when the file cannot be replayed; what was open before stays then */
  async import(file: unknown, name: string | undefined): Promise<ReplayView> {
    const { place, parts, changed } = this.environment;
    const { spawn } = place();
    const setup = parts()?.setup;
    if (setup === undefined) throw new LabError('The lab has not started yet.', 'Wait until it runs.');
    const bytes = await bytesOf(file);
    const named = name ?? (file instanceof Blob && 'name' in file ? String(file.name) : 'recording');
    // What only exports and recordings need is loaded when somebody wants one.
    const replaying = await import('./replay-session.ts');
    const session = await replaying.ReplaySession.open({ name: named, file: bytes, setup, spawn, changed });
    this.session?.close();
    this.session = session;
    this.replayConsole.follow(session.console);
    changed();
    return session.view!;
  }

  order(order: ReplayOrder): void {
    if (this.session === null) throw new LabError('No recording is open.', 'Open one with import.');
    this.session.order(order);
  }

  drawWith(draw: (() => Promise<Blob>) | null): void {
    this.drawTimeline = draw;
  }

  closeReplay(): void {
    this.session?.close();
    this.session = null;
    this.environment.changed();
  }

  private async make(as: ExportKind, host: HostId | undefined): Promise<ExportedFile> {
    const core = this.environment.core();
    if (core === null) throw new LabError('The lab has not started yet.', 'Wait until it runs.');
    const { timeline, series, log, events } = core.observer;
    const name = (ending: string): string => `lockstep-${Math.round(core.time.now / 1000)}s${ending}`;
    const text = (content: string, type: string): Blob => new Blob([content], { type });
    switch (as) {
      case 'recording':
        return this.makeRecording(core, host, name('.lockstep'));
      case 'trace': {
        const { chromeTrace } = await import('./chrome-trace.ts');
        return {
          name: name('.trace.json'),
          blob: text(chromeTrace(timeline, series, events.since(0)), 'application/json'),
          note: 'Open it at ui.perfetto.dev or in chrome://tracing.',
        };
      }
      case 'log': {
        const { logText } = await import('./log-text.ts');
        return { name: name('.log.txt'), blob: text(logText(log), 'text/plain'), note: '' };
      }
      case 'image':
        if (this.drawTimeline === null)
          throw new LabError('Only a page can draw the timeline.', 'Export it from the page.');
        return { name: name('.png'), blob: await this.drawTimeline(), note: '' };
    }
  }

  private async makeRecording(core: LabCore, wanted: HostId | undefined, name: string): Promise<ExportedFile> {
    const host = wanted ?? core.live ?? hostIds.find((one) => core.observer.views[one].role === 'backup');
    const run = host === undefined ? null : await core.cluster.recordedRun(host);
    if (run === null || run.frames === 0)
      throw new LabError(
        host === undefined
          ? 'There is no VM whose run could be exported.'
          : `Host ${host} has no VM whose run could be exported.`,
        'Wait until a VM runs, then export again.',
      );
    const { parts, place } = this.environment;
    const { build = 'unknown' } = place();
    const { packRecording } = await import('../../recording/write-recording.ts');
    const blob = await packRecording({
      run,
      setup: parts()!.setup,
      build,
      rules: core.cluster.rules,
      events: core.observer.events.since(0),
    });
    const note =
      run.ended === 'archive-full'
        ? 'The run is longer than the archive holds: the recording has its beginning. FT VMotion (a new backup) begins a new one.'
        : '';
    return { name, blob, note };
  }
}

/** Whatever a file comes as: from a file dialog, from a test, from the browser's console. */
async function bytesOf(file: unknown): Promise<Uint8Array> {
  if (file instanceof Blob) {
    if (file.size > largestFileBytes) throw tooLarge(file.size);
    return new Uint8Array(await file.arrayBuffer());
  }
  const bytes = file instanceof ArrayBuffer ? new Uint8Array(file) : file;
  if (!(bytes instanceof Uint8Array))
    throw new LabError('This is not a file.', 'Allowed: a File or Blob, or its bytes as Uint8Array or ArrayBuffer.');
  if (bytes.length > largestFileBytes) throw tooLarge(bytes.length);
  return bytes;
}

function tooLarge(bytes: number): LabError {
  return new LabError(
    'This file is too large to be a recording of Lockstep.',
    'Choose a file whose name ends in .lockstep.',
    `${bytes} bytes`,
  );
}
