/**
 * What the page and the tests see of a replica: plain data, made on demand.
 */
import type { HostId } from './host-id.ts';
import type { Role } from './role.ts';
import type { HaltReason } from './effect.ts';
import type { StallReason } from './trace.ts';

export interface Report {
  readonly self: HostId;
  readonly peer: HostId | null;
  readonly role: Role;
  readonly generation: number;
  /** Of the whole VM since it booted, at the end of its last frame. */
  readonly instructions: number;
  readonly sentSequence: number;
  readonly acknowledgedSequence: number;
  readonly receivedSequence: number;
  readonly executedSequence: number;
  readonly releasedSequence: number;
  /** Sent and not acknowledged (primary). */
  readonly primaryBuffer: { readonly bytes: number; readonly batches: number; readonly capacityBytes: number };
  /** Received and not executed (backup). */
  readonly backupBuffer: {
    readonly bytes: number;
    readonly batches: number;
    readonly capacityBytes: number;
    readonly unreadMessages: number;
  };
  readonly heldOutputs: number;
  readonly keptOutputs: number;
  readonly queuedInputs: number;
  readonly lagMs: number;
  /** Started and not completed, in the order in which the guest asked. */
  readonly pendingOperations: readonly {
    readonly operation: number;
    readonly request: 'read' | 'write';
    readonly stage: string;
  }[];
  readonly lastHeardMs: number;
  readonly silenceMs: number;
  readonly cpuShare: number;
  readonly stall: StallReason | null;
  readonly vmotion: string | null;
  readonly halted: { readonly reason: HaltReason; readonly detail: string } | null;
  readonly counters: Counters;
}

export interface Counters {
  batchesSent: number;
  batchesReceived: number;
  batchesReplayed: number;
  entriesSent: number;
  bytesSent: number;
  bytesReceived: number;
  outputsReleased: number;
  outputsDropped: number;
  outputsSentAgain: number;
  packetsDropped: number;
  consoleRefused: number;
  messagesIgnored: number;
  testAndSetAttempts: number;
  operationsReissued: number;
  memoryHashes: number;
}
