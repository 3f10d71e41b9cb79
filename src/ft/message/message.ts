/**
 * What two hosts say to each other: the logging channel, the heartbeats and FT VMotion. Paper sections 2.2, 2.3, 3.1, 3.2.
 * Must not know how a message becomes bytes (codec.ts) nor what travels beside it (the snapshot, which hosts hand over).
 */
import type { HostId } from '../host-id.ts';
import type { LogEntry } from '../log-entry.ts';

/** The log entries of one frame. A backup runs a frame only when it holds the whole batch. */
export interface Batch {
  readonly kind: 'batch';
  readonly generation: number;
  /** Counts frames from 1 within a generation. */
  readonly sequence: number;
  readonly entries: readonly LogEntry[];
  /** Of the whole VM since it booted, at the end of the frame. */
  readonly instructions: number;
  readonly registersDigest: number;
  readonly consoleDigest: number;
  readonly sentAtMs: number;
  /** `left-out` when a rule is off: the backup draws its own random values, or cannot compare outputs. */
  readonly randoms: 'logged' | 'left-out';
  readonly outputs: 'logged' | 'left-out';
  /** All outputs of batches up to this one have left the primary (GL5). */
  readonly releasedSequence: number;
}

export type VmotionPurpose = 'new-backup' | 'move-primary' | 'move-backup';

export type Message =
  | Batch
  /** Sent by the backup when it read a batch from the network into its buffer, before it executes it. */
  | {
      readonly kind: 'acknowledgment';
      readonly generation: number;
      readonly receivedSequence: number;
      readonly executedSequence: number;
    }
  /** Sent every heartbeat period by both, whatever else is sent. */
  | {
      readonly kind: 'heartbeat';
      readonly generation: number;
      /** Last batch sent on the same ordered channel before this heartbeat: a lost batch is noticed even when no other follows. */
      readonly sentSequence: number;
      readonly receivedSequence: number;
      readonly executedSequence: number;
      readonly releasedSequence: number;
    }
  /** A backup that shall be moved asks its primary, which alone can quiesce the VM's disk (3.3). */
  | {
      readonly kind: 'vmotion-requested';
      readonly generation: number;
      readonly to: HostId;
      readonly purpose: VmotionPurpose;
    }
  /** The source of FT VMotion announces the snapshot that it hands over; `generation` is the new pair's. */
  | {
      readonly kind: 'vmotion-offered';
      readonly generation: number;
      readonly purpose: VmotionPurpose;
      readonly snapshotBytes: number;
      readonly snapshotDigest: string;
      /** The VM's share that control entries have set; it belongs to the VM, not to its host (CO2). */
      readonly cpuPercent: number;
    }
  /** The target runs the snapshot's machine and holds it at its first instruction. */
  | { readonly kind: 'vmotion-ready'; readonly generation: number }
  /** The source asks test-and-set to end the old pair. If it is lost now, the target decides by the same flag (VM6). */
  | { readonly kind: 'vmotion-committing'; readonly generation: number }
  /** The new pair exists: nobody of the old one can go live any more. */
  | { readonly kind: 'vmotion-committed'; readonly generation: number }
  | { readonly kind: 'vmotion-aborted'; readonly generation: number }
  /** To the old backup: the pair of this generation is over, be a spare. */
  | { readonly kind: 'retired'; readonly generation: number };
