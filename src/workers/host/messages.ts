/** What the page says to a host and hears from it, and what two hosts hand each other. Types only. */
import type { Configuration } from '../../ft/configuration.ts';
import type { Command } from '../../ft/event.ts';
import type { HostId } from '../../ft/host-id.ts';
import type { LogEntry } from '../../ft/log-entry.ts';
import type { Report } from '../../ft/report.ts';
import type { Rules } from '../../ft/rules.ts';
import type { TraceEvent } from '../../ft/trace.ts';
import type { MachineSnapshot } from '../../emulator/machine-types.ts';
import type { RecordedRun } from '../recording/run.ts';
import type { StandingPoint } from './armed-faults.ts';
import type { CrashPoint } from './crash-point.ts';
import type { TimeAnchor } from '../thread/lab-clock.ts';
import type { LinkSettings } from '../thread/link.ts';
import type { RawPort } from '../thread/port.ts';

/** What the service's VM is made of; the same on every host. */
export interface ServiceSetup {
  readonly wasmModule: WebAssembly.Module;
  readonly image: Uint8Array;
  readonly commandLine: string;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly bootSectors: Uint8Array;
}

export type HostLink =
  | { readonly kind: 'logging'; readonly peer: HostId }
  | { readonly kind: 'network' }
  | { readonly kind: 'storage' };

export type ToHost =
  | {
      readonly kind: 'started';
      readonly self: HostId;
      readonly setup: ServiceSetup;
      readonly configuration: Configuration;
      readonly rules: Rules;
      readonly anchor: TimeAnchor;
      /** How far the computer’s clock had been set by then since the page began; see `agreedNow`. */
      readonly clockSetByMs: number;
      readonly seed: number;
    }
  /** What this host is to be in the beginning. */
  | {
      readonly kind: 'placed';
      readonly as: 'primary' | 'backup' | 'spare';
      readonly peer: HostId | null;
      readonly generation: number;
    }
  | { readonly kind: 'peer-connected'; readonly peer: HostId; readonly port: RawPort }
  | { readonly kind: 'storage-connected'; readonly port: RawPort }
  | { readonly kind: 'switch-connected'; readonly port: RawPort }
  | { readonly kind: 'time-set'; readonly anchor: TimeAnchor }
  | { readonly kind: 'link-set'; readonly link: HostLink; readonly settings: LinkSettings }
  /** The next message to this peer is damaged on its way. */
  | { readonly kind: 'to-be-corrupted'; readonly peer: HostId }
  /** The host dies by itself at this point. */
  | { readonly kind: 'crash-armed'; readonly at: CrashPoint }
  /** As soon as its VM has made a reply, and before the log of that leaves, nothing more leaves for its peers. */
  | { readonly kind: 'cut-armed' }
  /** The live VM stops at this point, and is told so; heartbeats, links and storage go on. */
  | { readonly kind: 'stand-still-wanted'; readonly request: number; readonly point: StandingPoint }
  | { readonly kind: 'went-on' }
  /** Faults that wait for their point are taken back. */
  | { readonly kind: 'disarmed' }
  | { readonly kind: 'console-typed'; readonly bytes: Uint8Array }
  | { readonly kind: 'commanded'; readonly command: Command }
  | { readonly kind: 'rules-changed'; readonly rules: Rules }
  | { readonly kind: 'recording-wanted'; readonly request: number }
  | { readonly kind: 'evidence-wanted'; readonly request: number; readonly page: number | null };

/** A trace event with its moment. `generation` is the pair's that the host is part of. */
export interface Traced {
  readonly atMs: number;
  readonly generation: number;
  readonly event: TraceEvent;
}

/** One log entry as the primary made it, for the list on the page. */
export interface LoggedEntry {
  readonly generation: number;
  readonly sequence: number;
  readonly atMs: number;
  readonly instructions: number;
  readonly entry: LogEntry;
}

export interface MemoryCheck {
  readonly generation: number;
  readonly sequence: number;
  readonly instructions: number;
  readonly digest: string;
}

export interface InterruptCounts {
  timer: number;
  serial: number;
  nic: number;
  disk: number;
}

export interface HostReport {
  readonly atMs: number;
  /** Which setting of lab time this was made under: its `realMs`. */
  readonly anchorMs: number;
  readonly report: Report;
  /** The guest's own clock, milliseconds since it was powered on. */
  readonly guestMs: number;
  readonly frames: number;
  /** Real milliseconds that frames took since the host started. */
  readonly busyMs: number;
  /** Console bytes since the last report; `restarted` holds what was on the screen when a new VM took its place. */
  readonly console: {
    readonly restarted: Uint8Array | null;
    readonly bytes: Uint8Array;
    readonly skippedBytes: number;
  };
  readonly traces: readonly Traced[];
  readonly skippedTraces: number;
  readonly entries: readonly LoggedEntry[];
  readonly skippedEntries: number;
  readonly entryCounts: Readonly<Record<string, number>>;
  readonly memoryChecks: readonly MemoryCheck[];
  readonly interrupts: InterruptCounts;
  /** Pages written since the last count, and over how much lab time. */
  readonly dirty: { readonly pages: number; readonly overMs: number } | null;
  readonly guestHalted: boolean;
  readonly jitOn: boolean;
}

export interface Evidence {
  readonly request: number;
  readonly instructions: number;
  readonly sequence: number;
  readonly registers: readonly { readonly name: string; readonly value: number }[];
  readonly pageDigests: Uint32Array;
  readonly page: Uint8Array | null;
}

export type FromHost =
  | { readonly kind: 'host-reported'; readonly report: HostReport }
  | { readonly kind: 'evidence-given'; readonly evidence: Evidence }
  | { readonly kind: 'recording-given'; readonly request: number; readonly run: RecordedRun | null }
  | { readonly kind: 'host-failed'; readonly reason: string }
  /** It reached the point at which it was to die. */
  | { readonly kind: 'host-died'; readonly at: CrashPoint }
  /** It has cut what it sends to its peers, as `cut-armed` asked for. */
  | { readonly kind: 'logging-cut' }
  | { readonly kind: 'stood-still'; readonly request: number };

/** A VM on its way to another host, with what its hypervisor remembers of it. */
export interface VmSnapshot {
  readonly machine: MachineSnapshot;
  readonly consoleDigest: number;
  readonly consoleTail: Uint8Array;
}

/** Between two hosts: the bytes of the logging channel, and beside them the snapshot of FT VMotion. */
export type PeerMessage =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'snapshot'; readonly generation: number; readonly snapshot: VmSnapshot };

/** Between a host and the switch. */
export interface Frames {
  readonly kind: 'frames';
  readonly frames: readonly Uint8Array[];
}
