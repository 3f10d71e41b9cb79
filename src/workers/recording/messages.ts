/** What the page says to the thread that replays a recording, and what it hears from it. Types only. */
import type { LabEvent } from '../lab/lab.ts';
import type { RecordingHeader } from './file-format.ts';
import type { Verdict } from './player.ts';

/** How fast: 1 is as fast as it was recorded. */
export type ReplaySpeed = number | 'as-fast-as-possible';

export type ReplayOrder =
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  /** One frame, or on to the end of the next frame whose log holds more than clock samples. */
  | { readonly kind: 'step'; readonly to: 'frame' | 'entry' }
  | { readonly kind: 'set-speed'; readonly speed: ReplaySpeed }
  /** From the beginning, in a new VM. */
  | { readonly kind: 'restart' };

export type ToReplay =
  | {
      readonly kind: 'opened';
      readonly file: Uint8Array;
      readonly wasmModule: WebAssembly.Module;
      readonly image: Uint8Array;
    }
  | ReplayOrder;

/** What kinds of entries a frame's log holds, for the strip that shows the whole run. */
export const stripKinds = ['console', 'packet', 'disk', 'control', 'output', 'memory'] as const;
export type StripKind = (typeof stripKinds)[number];

/** A place in the recording where more than the clock was logged. */
export interface StripMark {
  /** 0 to 1. */
  readonly at: number;
  readonly kind: StripKind;
}

export interface ReplaySummary {
  readonly header: RecordingHeader;
  /** Lab time at the first frame and at the last. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly strip: readonly StripMark[];
  readonly events: readonly LabEvent[];
}

export interface ReplayReport {
  /** Frames replayed and found identical. */
  readonly position: number;
  readonly frames: number;
  readonly labMs: number;
  readonly instructions: number;
  readonly memoryChecks: number;
  readonly playing: boolean;
  readonly speed: ReplaySpeed;
  readonly console: { readonly restarted: Uint8Array | null; readonly bytes: Uint8Array };
  readonly verdict: Verdict | null;
}

export type FromReplay =
  | { readonly kind: 'ready'; readonly summary: ReplaySummary }
  | { readonly kind: 'refused'; readonly title: string; readonly advice: string; readonly details: string }
  | { readonly kind: 'reported'; readonly report: ReplayReport };
