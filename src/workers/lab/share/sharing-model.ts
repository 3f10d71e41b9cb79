/** What the page draws of recordings and links. Types only. */
import type { ReplayOrder, ReplayReport, ReplaySummary } from '../../recording/messages.ts';
import type { ConsoleFeed } from '../model.ts';

export type { ReplayOrder, ReplayReport, ReplaySpeed, ReplaySummary, StripKind } from '../../recording/messages.ts';

/** A recording that is open beside the lab. A new object whenever anything of it changed. */
export interface ReplayView {
  /** Of the file. */
  readonly name: string;
  readonly summary: ReplaySummary;
  /** Null until the first frame ran. */
  readonly report: ReplayReport | null;
  /** Why it could not go on; empty while it can. */
  readonly problem: string;
}

export interface SharingModel {
  /** What was wrong with the link that the page was opened with, one sentence each. */
  readonly problems: readonly string[];
  /** Resolves when the settings of that link, and its lesson, are in force. */
  readonly opened: Promise<void>;
  /** A link to a lab with the settings of this one. */
  link(): string;
  readonly replay: ReplayView | null;
  readonly replayConsole: ConsoleFeed;
  order(order: ReplayOrder): void;
  closeReplay(): void;
  /** Who draws the timeline says how; null when nobody does any more. */
  drawWith(draw: (() => Promise<Blob>) | null): void;
}

/** What `export` returns. */
export interface ExportedFile {
  readonly name: string;
  readonly blob: Blob;
  /** What a person should know about it, one sentence; empty when there is nothing. */
  readonly note: string;
}
