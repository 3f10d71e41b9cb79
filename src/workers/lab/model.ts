/**
 * What the page draws beyond `window.lab`: streams that are too big for a state object, in bounded rings.
 * Types only. The page reads; nothing here changes the lab except through `run` and `writeConsole`.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { LogEntry } from '../../ft/log-entry.ts';
import type { Lab } from './lab.ts';
import type { SharingModel } from './share/sharing-model.ts';

/** How far the start of the lab is; `fraction` 0 to 1, null when unknown. */
export type StartProgress =
  | { readonly kind: 'loading'; readonly what: string; readonly fraction: number | null }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly title: string; readonly advice: string; readonly details: string };

/** A terminal's bytes: what was written so far (at most 64 KiB) and what comes. */
export interface ConsoleFeed {
  history(): Uint8Array;
  /** Called with each new piece; with null when the console starts anew (crash, new VM). Returns how to stop. */
  subscribe(listener: (bytes: Uint8Array | null) => void): () => void;
}
export type ConsoleId = HostId | 'client';

/** A fixed-size ring: `total` were ever added, the last `length` are still there. `at(0)` is the oldest kept. */
export interface Ring<T> {
  readonly total: number;
  readonly length: number;
  readonly capacity: number;
  at(index: number): T | undefined;
}

export interface LogRow {
  readonly id: number;
  readonly generation: number;
  readonly sequence: number;
  readonly labMs: number;
  /** Of the primary, at the end of the batch. */
  readonly instructions: number;
  readonly entry: LogEntry;
  readonly bytes: number;
}

export interface PacketRow {
  readonly id: number;
  readonly labMs: number;
  readonly from: HostId | 'client';
  readonly to: readonly (HostId | 'client')[];
  readonly bytes: Uint8Array;
  /** One line: "TCP 10.0.0.2:1025 → 10.0.0.10:7000 PSH ACK seq 12 ack 40, 10 bytes". */
  readonly summary: string;
  readonly layers: readonly { readonly name: string; readonly fields: readonly (readonly [string, string])[] }[];
  /** Set when the same TCP segment with data was on the wire before. */
  readonly repeated: boolean;
}

/** Marks of the timeline, one lane per host and one each for client and storage. */
export const laneIds = ['A', 'B', 'C', 'client', 'storage'] as const;
export type LaneId = (typeof laneIds)[number];
export const markKinds = [
  // A batch of log entries that was sent, by its most telling entry.
  'clock',
  'random',
  'console',
  'packet',
  'disk',
  'control',
  'output',
  // What happened to batches and outputs afterwards.
  'replayed',
  'acknowledged',
  'released',
  'dropped',
  // The protocol.
  'heartbeat',
  'role',
  'test-and-set',
  'crash',
  'cut',
  'mend',
  'vmotion',
  'diverged',
  'throttled',
  // The world outside.
  'request',
  'reply',
  'write',
  'read',
] as const;
export type MarkKind = (typeof markKinds)[number];

/** Struct of arrays, a ring: logical index 0 is the oldest kept. Rows are in order of lab time, nearly. */
export interface Timeline {
  readonly capacity: number;
  readonly length: number;
  readonly total: number;
  lane(index: number): LaneId;
  kind(index: number): MarkKind;
  labMs(index: number): number;
  /** Instructions of that lane's VM, NaN where there is none. */
  instructions(index: number): number;
  /** Sequence of the batch; the same batch has the same one in every lane. -1: none. */
  sequence(index: number): number;
  generation(index: number): number;
  /** Words for a tooltip. */
  text(index: number): string;
}

/** Sampled every 100 ms of lab time. Same length for all; a ring of 6,000 (ten minutes). */
export interface Series {
  readonly length: number;
  readonly labMs: Float64Array;
  readonly logBitsPerSecond: Float64Array;
  readonly lagMs: Float64Array;
  readonly cpuLimit: Float64Array;
  readonly dirtyBitsPerSecond: Float64Array;
  readonly requestsPerSecond: Float64Array;
}

/** One batch on its way, for the picture of the channel. At most the last 64. */
export interface Flight {
  readonly sequence: number;
  readonly kind: MarkKind;
  readonly bytes: number;
  readonly sentMs: number;
  readonly receivedMs: number | null;
  readonly acknowledgedMs: number | null;
}

/** What the picture of the channel and the gate shows now; lists are cut to 40, counts are whole. */
export interface ChannelPicture {
  readonly primaryBuffer: readonly MarkKind[];
  readonly primaryEntries: number;
  readonly primaryBytes: number;
  readonly backupBuffer: readonly MarkKind[];
  readonly backupEntries: number;
  readonly backupBytes: number;
  readonly capacityBytes: number;
  readonly flights: readonly Flight[];
  readonly held: readonly {
    readonly sequence: number;
    readonly kind: 'packet-sent' | 'disk-requested';
    readonly bytes: number;
    readonly heldMs: number;
  }[];
  readonly heldCount: number;
  readonly acknowledgedSequence: number;
  readonly lastHeartbeatAgoMs: number;
}

export interface Divergence {
  readonly labMs: number;
  readonly host: HostId;
  readonly text: string;
  readonly registers: readonly { readonly name: string; readonly primary: number; readonly backup: number }[];
  readonly page: { readonly address: number; readonly primary: Uint8Array; readonly backup: Uint8Array } | null;
}

export interface LabModel extends Lab {
  readonly progress: StartProgress;
  readonly sharing: SharingModel;
  /** Called at most once per animation frame after anything changed. Returns how to stop. */
  subscribe(listener: () => void): () => void;
  console(id: ConsoleId): ConsoleFeed;
  /** What a person typed. To the service's console it goes through the log. */
  writeConsole(target: 'service' | 'client', bytes: Uint8Array): void;
  readonly log: Ring<LogRow>;
  readonly packets: Ring<PacketRow>;
  readonly timeline: Timeline;
  readonly series: Series;
  channelPicture(): ChannelPicture;
  divergence(): Divergence | null;
  /** Each rule with what it says, for the rules panel. */
  rules(): readonly {
    readonly id: string;
    readonly title: string;
    readonly sentence: string;
    readonly section: string;
    readonly on: boolean;
  }[];
  /** Lessons in the order of the lecture; empty until their list is loaded. */
  readonly lessons: readonly LessonInfo[];
  /** The lesson that is open, or null. */
  readonly lesson: LessonView | null;
}

/** A lesson as the menu lists it. */
export interface LessonInfo {
  readonly id: string;
  readonly title: string;
  /** Section of the paper, or 'lecture'. */
  readonly section: string;
  readonly question: string;
}

/** One step of the open lesson. */
export interface LessonStep {
  /** With **bold** and `code` in it. */
  readonly say: string;
  readonly state: 'done' | 'now' | 'later';
  /** What was seen, with measured values; null until the step is done, or when there is nothing to say. */
  readonly seen: string | null;
  readonly hint: string | null;
  readonly ask: LessonQuestion | null;
  /** Whether the lab can do it for the learner: not at all, now, or it is just doing it. */
  readonly help: 'none' | 'offered' | 'busy';
}

export interface LessonQuestion {
  readonly question: string;
  readonly answers: readonly string[];
  /** Index of the learner's prediction. */
  readonly chosen: number | null;
  /** Index of what came true; null until the step is done, or when none of the answers did. */
  readonly right: number | null;
}

/** The open lesson. A new object whenever anything of it changed. */
export interface LessonView extends LessonInfo {
  readonly claim: string;
  /** Its place in the lecture, from 1, and of how many; null for a teacher's own. */
  readonly place: { readonly number: number; readonly count: number } | null;
  /** `preparing`: the lab is brought to where the lesson starts. */
  readonly phase: 'preparing' | 'running' | 'finished';
  readonly steps: readonly LessonStep[];
  /** What was seen and why, once all steps are done. */
  readonly summary: string | null;
  /** Why the last thing that the lesson tried did not work; empty when all is well. */
  readonly problem: string;
  readonly model: 'two-processors' | null;
  readonly previous: LessonInfo | null;
  readonly next: LessonInfo | null;
}
