/**
 * One replica's state: a plain record that `step` advances. Kept apart from the code so that a reader sees at once all
 * that the protocol remembers.
 */
import type { Configuration } from '../configuration.ts';
import type { PendingOperation } from '../disk/pending-operation.ts';
import type { Effect, HaltReason } from '../effect.ts';
import type { HostId } from '../host-id.ts';
import type { Input, Output } from '../input.ts';
import type { Codec } from '../message/codec.ts';
import type { Batch, VmotionPurpose } from '../message/message.ts';
import type { Counters } from '../report.ts';
import type { Role } from '../role.ts';
import type { Rules } from '../rules.ts';
import type { StallReason } from '../trace.ts';
import type { Queue } from '../queue.ts';
import type { Detector } from './detector.ts';
import type { LagController } from './lag-controller.ts';

/** An output of the primary that waits for the acknowledgment of `sequence`. */
export interface HeldOutput {
  readonly sequence: number;
  readonly output: Output;
  readonly digest: number;
}

export interface BufferedBatch {
  readonly batch: Batch;
  readonly bytes: number;
}

export interface SentBatch {
  readonly sequence: number;
  readonly bytes: number;
}

export interface UnexecutedBatch {
  readonly sequence: number;
  readonly sentAtMs: number;
  /** Of the processor, that the primary had for it: the time since the batch before, times its share then (EL2). */
  readonly workMs: number;
}

/** A frame that the host runs at this moment. */
export interface RunningFrame {
  /** Inputs as the log has them; may be more than were delivered when a rule is off. */
  readonly logged: readonly Input[];
  /** What is replayed, or null when recording. */
  readonly batch: Batch | null;
}

/** A test-and-set under way, and what winning it leads to. */
export interface Claim {
  readonly generation: number;
  readonly next: 'go-live' | 'commit-vmotion' | 'inherit' | 'power-off';
  /** The same for every attempt, so that a late answer to the first one counts. */
  readonly requestId: number;
  askedAtMs: number;
  attempts: number;
}

/** FT VMotion as its source sees it. */
export interface Source {
  readonly to: HostId;
  readonly purpose: VmotionPurpose;
  readonly generation: number;
  /** The old pair's other half, or null when the source was live alone. */
  readonly oldPeer: HostId | null;
  stage: 'quiescing' | 'acknowledging' | 'snapshotting' | 'offered' | 'claiming';
  /** Of the target, from the offer on. */
  detector: Detector;
  /** The source's own machine was started anew from the snapshot. */
  restarted: boolean;
  targetReady: boolean;
  /** How long this stage has taken, counted only while this host was awake. */
  waited: Detector;
}

/** FT VMotion as its target sees it. */
export interface Target {
  readonly from: HostId;
  readonly generation: number;
  purpose: VmotionPurpose | null;
  offeredDigest: string | null;
  arrivedDigest: string | null;
  stage: 'receiving' | 'starting' | 'ready' | 'committing';
}

export type Tracing = 'everything' | 'sparse';

export interface Replica {
  readonly configuration: Configuration;
  rules: Rules;
  self: HostId;
  peer: HostId | null;
  role: Role;
  generation: number;
  /** Which half of its pair this host is or was until it went live; the target of FT VMotion is the backup until the commit. */
  half: 'primary' | 'backup' | null;
  nowMs: number;
  /** Effects of the event that is being handled. */
  effects: Effect[];
  /** Sparse: what happens for every frame is told only as far as the simulation's checkers need it. */
  tracing: Tracing;
  readonly codec: Codec;
  halted: { reason: HaltReason; detail: string } | null;
  poweredOff: boolean;
  /** What `starting` leads to once the machine stands. */
  startingAs: 'primary' | 'backup' | 'live-alone' | null;
  machine: 'none' | 'starting' | 'ready';
  /** The pair is the first one, whose halves boot; later ones come together by FT VMotion. */
  firstBoot: boolean;

  running: RunningFrame | null;
  instructions: number;
  quiescent: boolean;
  stall: StallReason | null;
  lastMemoryHashMs: number;

  inputs: Queue<Input>;
  consoleBytesQueued: number;
  packetsQueued: number;
  /** Bounce buffers are off: delivered early, to be logged `frames` frames later. */
  deliveredEarly: { input: Input; frames: number }[];
  /** Exact delivery is off: inputs of the last batch that a backup delivers one frame late. */
  late: readonly Input[];

  /** Frames recorded or replayed in this generation. */
  sequence: number;
  sent: Queue<SentBatch>;
  sentBytes: number;
  acknowledgedSequence: number;
  releasedSequence: number;
  held: Queue<HeldOutput>;
  /** What the backup has not executed. */
  unexecuted: Queue<UnexecutedBatch>;
  peerExecutedSequence: number;

  unread: Queue<BufferedBatch>;
  unreadBytes: number;
  buffer: Queue<BufferedBatch>;
  bufferBytes: number;
  /** Last batch that arrived from the network, read or unread. */
  arrivedSequence: number;
  /** Last batch in the buffer, and thus acknowledged. */
  receivedSequence: number;
  executedSequence: number;
  kept: Queue<HeldOutput>;

  detector: Detector;
  /** When the location is announced again if no packet comes meanwhile, and how often yet. */
  nextAnnouncementMs: number;
  announcementsLeft: number;
  nextHeartbeatMs: number;
  controller: LagController;
  mirroredCpuPercent: number;
  hostCpuPercent: number;
  cpuShare: number;

  operations: Map<number, PendingOperation>;
  /** Reads that the backup has not executed: overlapping writes wait (4.2, DK9). */
  readsToExecute: { readonly start: number; readonly length: number; readonly sequence: number }[];
  nextRequestId: number;
  claim: Claim | null;
  source: Source | null;
  target: Target | null;

  counters: Counters;
}
