/**
 * The disk, as the hypervisor sees it: which operations may be issued now, what their answers lead to, and what is issued
 * again at go-live. Paper sections 3.4, 4.1 and 4.2. Must not know how storage works.
 */
import { extentOf, overlaps, races } from '../disk/overlap.ts';
import type { PendingOperation } from '../disk/pending-operation.ts';
import type { DiskOperation, Input } from '../input.ts';
import { isLive } from '../role.ts';
import type { StoragePlace, StorageReply, StorageRequest } from '../storage.ts';
import { emit, halt, trace } from './emit.ts';
import { takeCompletions } from './inputs.ts';
import type { Replica } from './state.ts';

/** Bounce buffers off: so many frames after the data reached the guest does the log say that it did. */
const earlyFrames = 3;

const diskPlace = (replica: Replica): StoragePlace =>
  replica.configuration.disk.sharing === 'shared' ? 'shared-disk' : 'own-disk';

/** Whether a backup carries out this operation itself instead of leaving it to its primary (DK7, DK8). */
export const isOwn = (replica: Replica, operation: DiskOperation): boolean =>
  operation.kind === 'write'
    ? replica.configuration.disk.sharing === 'non-shared'
    : replica.configuration.disk.backupReads === 'from-disk';

/** Whether an operation must wait for the acknowledgment of its batch: writes to a disk that the other side sees (DK1). */
export const obeysOutputRule = (replica: Replica, operation: DiskOperation): boolean =>
  operation.kind === 'write' && replica.configuration.disk.sharing === 'shared';

/** The guest asked for a disk operation. */
export const startOperation = (
  replica: Replica,
  request: DiskOperation,
  sequence: number,
  stage: PendingOperation['stage'],
): void => {
  replica.operations.set(request.operation, { request, sequence, stage, requestId: 0, issuedAtMs: 0, data: null });
};

const mayIssue = (replica: Replica, pending: PendingOperation): boolean => {
  if (isLive(replica.role)) return true;
  if (replica.role === 'halted' || replica.role === 'spare') return false;
  return isOwn(replica, pending.request);
};

/** The backup reads the shared disk itself, so what it has not read yet must not be overwritten (4.2, DK9). */
const readsForItself = (replica: Replica): boolean =>
  replica.role === 'primary' &&
  replica.configuration.disk.backupReads === 'from-disk' &&
  replica.configuration.disk.sharing === 'shared';

const isBlocked = (replica: Replica, pending: PendingOperation): boolean => {
  const waitsForBackup = readsForItself(replica);
  for (const earlier of replica.operations.values()) {
    if (earlier === pending) break;
    const isOver = earlier.stage === 'arrived' && !waitsForBackup;
    if (!isOver && races(earlier.request, pending.request)) return true;
  }
  if (!waitsForBackup || pending.request.kind !== 'write') return false;
  const extent = extentOf(pending.request);
  return replica.readsToExecute.some((read) => read.sequence > replica.peerExecutedSequence && overlaps(read, extent));
};

const ask = (replica: Replica, pending: PendingOperation): void => {
  const { operation, start } = pending.request;
  const id = pending.requestId;
  const { generation } = replica;
  const fencing = replica.rules.testAndSet && diskPlace(replica) === 'shared-disk' ? 'by-flag' : 'none';
  const request: StorageRequest =
    pending.request.kind === 'read'
      ? { kind: 'read', id, generation, operation, start, fencing, length: pending.request.length }
      : { kind: 'write', id, generation, operation, start, fencing, data: pending.request.data };
  pending.issuedAtMs = replica.nowMs;
  emit(replica, { kind: 'ask-storage', place: diskPlace(replica), request });
};

/** Issues what may be issued, in the guest's order; racing operations one after the other (DK2, DK3). */
export const issueOperations = (replica: Replica): void => {
  for (const pending of replica.operations.values()) {
    if (pending.stage !== 'queued' || !mayIssue(replica, pending) || isBlocked(replica, pending)) continue;
    pending.stage = 'issued';
    pending.requestId = replica.nextRequestId++;
    ask(replica, pending);
    trace(replica, { kind: 'disk-issued', operation: pending.request.operation, request: pending.request.kind });
  }
};

/** Asks again what storage has not answered; operations have ids, so a repeated write is done once (DK6). */
export const retryOperations = (replica: Replica): void => {
  for (const pending of replica.operations.values()) {
    if (pending.stage === 'issued' && replica.nowMs - pending.issuedAtMs >= replica.configuration.diskRetryMs)
      ask(replica, pending);
  }
};

const completionOf = (replica: Replica, pending: PendingOperation): Input => ({
  kind: 'disk-completed',
  operation: pending.request.operation,
  data: pending.data,
});

/** The completion waits in the bounce buffer for the frame at which it is logged (DK4). */
const queueCompletion = (replica: Replica, pending: PendingOperation): void => {
  const input = completionOf(replica, pending);
  if (replica.rules.bounceBuffers) {
    replica.inputs.push(input);
    return;
  }
  emit(replica, { kind: 'deliver-now', input });
  replica.deliveredEarly.push({ input, frames: earlyFrames });
};

/**
 * Gives the guest the completions that wait, between two frames, and logs them with the next one: the same point of the
 * guest's life. A guest that works on its disk all the time has no other moment without an operation on its way (VM2).
 */
export const deliverCompletions = (replica: Replica): void => {
  for (const input of takeCompletions(replica)) {
    emit(replica, { kind: 'deliver-now', input });
    replica.deliveredEarly.push({ input, frames: 1 });
    completeOperation(replica, input.operation, replica.sequence + 1);
  }
};

const issuedAs = (replica: Replica, requestId: number): PendingOperation | undefined => {
  for (const pending of replica.operations.values())
    if (pending.stage === 'issued' && pending.requestId === requestId) return pending;
  return undefined;
};

/** A disk operation was answered. */
export const receiveReply = (replica: Replica, reply: StorageReply): void => {
  if (reply.kind === 'test-and-set-done') return;
  const pending = issuedAs(replica, reply.id);
  if (pending === undefined) return;
  switch (reply.kind) {
    case 'fenced':
      halt(replica, 'fenced', `storage refuses this host: generation ${reply.generation} is somebody else's`);
      return;
    case 'failed':
      // A backup's own read is tried until it succeeds (4.2); for the live VM there is nothing better to wait for.
      if (replica.half !== 'backup') halt(replica, 'storage-failed', reply.reason);
      return;
    case 'read-done':
    case 'write-done':
      pending.stage = 'arrived';
      pending.data = reply.kind === 'read-done' ? reply.data : null;
      trace(replica, { kind: 'disk-completed', operation: reply.operation, request: pending.request.kind });
      // Also while a former primary waits for the test-and-set: its VM goes on afterwards.
      if (replica.half !== 'backup') queueCompletion(replica, pending);
  }
};

/** A completion goes to the guest with the next frame: the operation is over, on both sides at the same point (DK4). */
export const completeOperation = (replica: Replica, operation: number, sequence: number): void => {
  const pending = replica.operations.get(operation);
  if (pending === undefined) return;
  replica.operations.delete(operation);
  if (!readsForItself(replica) || pending.request.kind !== 'read') return;
  replica.readsToExecute = replica.readsToExecute.filter((read) => read.sequence > replica.peerExecutedSequence);
  replica.readsToExecute.push({ ...extentOf(pending.request), sequence });
};

/** The log says that the primary's operation is over: what the backup does itself on the same place need not wait for it. */
export const noteLoggedCompletion = (replica: Replica, operation: number): void => {
  const pending = replica.operations.get(operation);
  if (pending?.stage === 'logged') pending.stage = 'arrived';
};

/** Whether a backup must wait for its own disk before it can replay this completion; the data, once it is there (DK7, DK8). */
export const ownCompletion = (replica: Replica, input: Input & { kind: 'disk-completed' }): Input | 'not-yet' => {
  const pending = replica.operations.get(input.operation);
  if (pending === undefined || !isOwn(replica, pending.request)) return input;
  if (pending.stage !== 'arrived') return 'not-yet';
  return pending.request.kind === 'read' && input.data === null ? completionOf(replica, pending) : input;
};

/** At go-live: what the lost primary may or may not have carried out is carried out again (GL4). Returns how many. */
export const reissueOperations = (replica: Replica): number => {
  let reissued = 0;
  for (const pending of replica.operations.values()) {
    if (pending.stage === 'arrived') queueCompletion(replica, pending);
    if (pending.stage === 'held') pending.stage = 'queued';
    if (pending.stage !== 'logged') continue;
    if (!replica.rules.reissue) {
      replica.operations.delete(pending.request.operation);
      continue;
    }
    pending.stage = 'queued';
    reissued += 1;
    replica.counters.operationsReissued += 1;
    trace(replica, { kind: 'disk-reissued', operation: pending.request.operation, request: pending.request.kind });
  }
  return reissued;
};
