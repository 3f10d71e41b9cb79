/**
 * The report of a replica, made on demand. Changes nothing.
 */
import type { Report } from '../report.ts';
import { lagMs } from './cpu-share.ts';
import type { Replica } from './state.ts';

/** Plain data, safe to post to another thread. */
export const report = (replica: Replica): Report => ({
  self: replica.self,
  peer: replica.peer,
  role: replica.role,
  generation: replica.generation,
  instructions: replica.instructions,
  sentSequence: replica.sequence,
  acknowledgedSequence: replica.acknowledgedSequence,
  receivedSequence: replica.receivedSequence,
  executedSequence: replica.executedSequence,
  releasedSequence: replica.releasedSequence,
  primaryBuffer: {
    bytes: replica.sentBytes,
    batches: replica.sent.size,
    capacityBytes: replica.configuration.primaryBufferBytes,
  },
  backupBuffer: {
    bytes: replica.bufferBytes,
    batches: replica.buffer.size,
    capacityBytes: replica.configuration.backupBufferBytes,
    unreadMessages: replica.unread.size,
  },
  heldOutputs: replica.held.size,
  keptOutputs: replica.kept.size,
  queuedInputs: replica.inputs.size,
  lagMs: lagMs(replica),
  pendingOperations: [...replica.operations.values()].map(({ request, stage }) => ({
    operation: request.operation,
    request: request.kind,
    stage,
  })),
  lastHeardMs: replica.detector.lastHeardMs,
  silenceMs: replica.detector.silenceMs,
  cpuShare: replica.cpuShare,
  stall: replica.stall,
  vmotion: replica.source?.stage ?? replica.target?.stage ?? null,
  halted: replica.halted === null ? null : { ...replica.halted },
  counters: { ...replica.counters },
});
