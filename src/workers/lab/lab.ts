/**
 * The contract of `window.lab`: what a teacher types in the browser's console and what every end-to-end test uses.
 * Versioned and stable; docs/LAB-API.md explains it. Types only: it knows of no worker, port or React component.
 */
import type { HostId } from '../../ft/host-id.ts';

/** What a host is doing, in the paper's words. `crashed` and `off` are known from outside only. */
export type HostRole =
  | 'primary'
  | 'backup'
  | 'live-alone'
  | 'waiting'
  | 'halted'
  | 'crashed'
  | 'spare'
  | 'starting'
  | 'powered-off';

/**
 * `not-answering`: its VM executes, and a client has waited for a reply for five seconds. `panicked`: its Linux gave up, as its
 * console says. `halted`: its processor stopped with interrupts off. `lost`: no host has the VM any more.
 */
export type ServiceCondition =
  | 'starting'
  | 'running'
  | 'failing-over'
  | 'not-answering'
  | 'panicked'
  | 'halted'
  | 'powered-off'
  | 'lost';

export interface HostState {
  readonly role: HostRole;
  /** Instructions that its VM has executed, 64-bit. */
  readonly instructions: number;
  readonly mips: number;
  /** Execution lag behind the primary, milliseconds of lab time; 0 for a live VM. */
  readonly lagMs: number;
  /** CPU share, percent, after throttling. */
  readonly cpuLimit: number;
  /** The last 4 KiB of the first serial port. */
  readonly console: string;
  /** Bytes in this host's log buffer: unacknowledged on a primary, not yet replayed on a backup. */
  readonly bufferBytes: number;
  /** Why it halted or crashed, one sentence; empty while it runs. */
  readonly reason: string;
  /** Log entries in the same buffer. */
  readonly bufferEntries: number;
  /** Packets that this host's VM sent and the hypervisor dropped, because it is a backup. */
  readonly droppedOutputs: number;
  /** Interrupts delivered since start, by device. */
  readonly interrupts: { readonly timer: number; readonly serial: number; readonly nic: number; readonly disk: number };
}

export interface Invariant {
  readonly holds: boolean;
  /** How often it was checked. */
  readonly checked: number;
  /** The evidence, when it is broken. */
  readonly note?: string;
}

export interface LabState {
  readonly time: { readonly labMs: number; readonly speed: number; readonly paused: boolean };
  readonly hosts: Readonly<Record<HostId, HostState>>;
  /** How the service fares as a whole. FT protects it from failing hosts, not from itself: both replicas do the same. */
  readonly service: {
    readonly condition: ServiceCondition;
    /** One sentence, with the guest's own last words where it has some; empty while all is well. */
    readonly detail: string;
  };
  readonly channel: {
    readonly connected: boolean;
    readonly rttMs: number;
    readonly bitsPerSecond: number;
    /** What the shell allows; 0 means no limit. */
    readonly bitsPerSecondLimit: number;
    readonly sentBytes: number;
    readonly heldOutputs: number;
    readonly sentBatches: number;
    readonly acknowledgedBatches: number;
    /** Log entries on the log so far by kind. */
    readonly entries: Readonly<Record<string, number>>;
  };
  readonly storage: {
    readonly reachable: boolean;
    readonly generation: number;
    readonly testAndSet: 'unset' | HostId;
    readonly pending: number;
    readonly reads: number;
    readonly writes: number;
    readonly latencyMs: number;
  };
  readonly network: {
    /** Host whose port the switch has learned for the service's MAC address. */
    readonly serviceAt: HostId | 'unknown';
    readonly serviceMac: string;
    readonly packets: number;
  };
  readonly client: {
    readonly requests: number;
    readonly replies: number;
    readonly lastReply: string;
    readonly longestGapMs: number;
    readonly lastLatencyMs: number;
    readonly medianLatencyMs: number;
    readonly requestsPerSecond: number;
    readonly duplicatesDropped: number;
    readonly retransmissions: number;
    readonly connections: number;
    readonly reconnects: number;
    readonly udpReplies: number;
    readonly udpDuplicates: number;
    readonly errors: readonly string[];
    /** The last few requests, oldest first. */
    readonly recent: readonly {
      readonly atMs: number;
      readonly request: string;
      readonly reply: string | null;
      readonly latencyMs: number | null;
    }[];
    readonly running: boolean;
    readonly console: string;
  };
  /** Where disks are and who reads for the backup; chosen when the lab is started (4.1, 4.2). */
  readonly disk: { readonly sharing: 'shared' | 'non-shared'; readonly backupReads: 'from-log' | 'from-disk' };
  /** The last failover that was measured, and what its time was spent on. */
  readonly failover: {
    readonly count: number;
    readonly detectionMs: number;
    readonly drainMs: number;
    readonly testAndSetMs: number;
    readonly firstOutputMs: number;
  };
  /** The last FT VMotion that was measured. */
  readonly vmotion: { readonly count: number; readonly pauseMs: number; readonly snapshotBytes: number };
  readonly memory: {
    /** How often all RAM was compared between the replicas, and when last. */
    readonly compared: number;
    readonly lastComparedMs: number;
    /** What copying the pages changed would need, measured on the live VM. */
    readonly dirtyBitsPerSecond: number;
  };
  /** Automatic redundancy: when the clustering service starts a new backup by itself. */
  readonly redundancy: 'at-once' | 'after-delay' | 'by-hand';
  readonly invariants: Readonly<Record<string, Invariant>>;
  readonly rules: Readonly<Record<string, boolean>>;
}

export interface LabEvent {
  readonly number: number;
  readonly labMs: number;
  /** Host, client, switch, storage or lab. */
  readonly source: HostId | 'client' | 'switch' | 'storage' | 'lab';
  readonly kind: string;
  /** One plain sentence. */
  readonly text: string;
  readonly instructions?: number;
  readonly sequence?: number;
}

export interface CommandInfo {
  readonly id: string;
  readonly label: string;
  readonly key?: string;
  /** What it does, one plain sentence. */
  readonly help: string;
  /** JSON Schema of its parameters. */
  readonly parameters?: object;
}

export interface Lab {
  readonly version: 1;
  /** Primary booted, backup in lockstep, client connected. Rejects with what to do when the lab cannot start. */
  readonly ready: Promise<LabState>;
  state(): LabState;
  commands(): CommandInfo[];
  /** @throws Error that says what is allowed. */
  run(id: string, parameters?: object): Promise<unknown>;
  /** @throws Error when `timeoutMs` of real time passed first; the message holds the state's essentials. */
  until(test: (state: LabState) => boolean, timeoutMs?: number): Promise<LabState>;
  events(since?: number): LabEvent[];
}
