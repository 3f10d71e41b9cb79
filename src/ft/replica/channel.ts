/**
 * The logging channel: buffers on both sides, acknowledgment on receipt, nothing out of order is ever executed. Paper
 * sections 2.2 and 3.2.
 */
import type { Batch, Message } from '../message/message.ts';
import { noteExecuted } from './cpu-share.ts';
import { halt, send, trace } from './emit.ts';
import { forgetKeptOutputs } from './outputs.ts';
import { countEntries } from './record.ts';
import type { Replica } from './state.ts';

/** A batch arrived at the backup. It is not acknowledged before it is in the buffer. */
export const receiveBatch = (replica: Replica, batch: Batch, bytes: number): void => {
  if (replica.target !== null) {
    halt(replica, 'batch-missing', 'a batch came before the commit of FT VMotion: the commit is lost');
    return;
  }
  if (batch.sequence <= replica.arrivedSequence) {
    halt(replica, 'batch-repeated', `batch ${batch.sequence} came again after ${replica.arrivedSequence}`);
    return;
  }
  if (batch.sequence !== replica.arrivedSequence + 1) {
    halt(
      replica,
      'batch-missing',
      `batch ${batch.sequence} came after ${replica.arrivedSequence}: entries between them are lost`,
    );
    return;
  }
  // A primary that obeys its own buffer never sends so much unread; one that does not loses batches here (LC3).
  if (replica.unreadBytes > 2 * replica.configuration.primaryBufferBytes) {
    trace(replica, {
      kind: 'message-ignored',
      peer: replica.peer ?? replica.self,
      reason: `batch ${batch.sequence} found no room: the primary does not stop`,
    });
    return;
  }
  replica.arrivedSequence = batch.sequence;
  replica.unread.push({ batch, bytes });
  replica.unreadBytes += bytes;
};

/** Reads from the network into the buffer while there is room, then acknowledges what was read (LC4, LC5). */
export const readBatches = (replica: Replica): void => {
  const before = replica.receivedSequence;
  const capacity = replica.configuration.backupBufferBytes;
  for (let next = replica.unread.peek(); next !== undefined; next = replica.unread.peek()) {
    if (replica.bufferBytes > 0 && replica.bufferBytes + next.bytes > capacity) break;
    replica.unread.shift();
    replica.unreadBytes -= next.bytes;
    replica.buffer.push(next);
    replica.bufferBytes += next.bytes;
    replica.receivedSequence = next.batch.sequence;
    replica.counters.batchesReceived += 1;
    if (replica.tracing === 'sparse') continue;
    trace(replica, {
      kind: 'batch-received',
      sequence: next.batch.sequence,
      bytes: next.bytes,
      instructions: next.batch.instructions,
      entries: countEntries(next.batch.entries),
    });
  }
  if (replica.receivedSequence === before || replica.peer === null) return;
  const { generation, receivedSequence, executedSequence } = replica;
  send(replica, replica.peer, { kind: 'acknowledgment', generation, receivedSequence, executedSequence });
  trace(replica, { kind: 'acknowledgment-sent', receivedSequence, executedSequence });
};

/** The backup has received and executed so much (LC5, EL1). */
export const receiveAcknowledgment = (
  replica: Replica,
  message: Message & { kind: 'acknowledgment' | 'heartbeat' },
): void => {
  const { receivedSequence, executedSequence } = message;
  if (receivedSequence > replica.sequence) {
    trace(replica, {
      kind: 'message-ignored',
      peer: replica.peer ?? replica.self,
      reason: `batch ${receivedSequence} was acknowledged before it was sent`,
    });
    return;
  }
  // A heartbeat counts only when it says something new: the acknowledgment itself was lost.
  const isNews = message.kind === 'acknowledgment' || receivedSequence > replica.acknowledgedSequence;
  if (isNews && replica.tracing === 'everything')
    trace(replica, { kind: 'acknowledgment-received', receivedSequence, executedSequence });
  replica.acknowledgedSequence = Math.max(replica.acknowledgedSequence, receivedSequence);
  replica.peerExecutedSequence = Math.max(replica.peerExecutedSequence, executedSequence);
  for (
    let oldest = replica.sent.peek();
    oldest !== undefined && oldest.sequence <= replica.acknowledgedSequence;
    oldest = replica.sent.peek()
  ) {
    replica.sent.shift();
    replica.sentBytes -= oldest.bytes;
  }
  noteExecuted(replica);
};

/** Sent every period whatever else is sent; carries what both sides know (FD1). */
export const sendHeartbeat = (replica: Replica, to: NonNullable<Replica['peer']>): void => {
  const { generation, receivedSequence, executedSequence, releasedSequence } = replica;
  const sentSequence = replica.half === 'primary' && to === replica.peer ? replica.sequence : 0;
  send(replica, to, {
    kind: 'heartbeat',
    generation,
    sentSequence,
    receivedSequence,
    executedSequence,
    releasedSequence,
  });
  if (replica.tracing === 'everything') trace(replica, { kind: 'heartbeat-sent', peer: to });
};

export const receiveHeartbeat = (replica: Replica, message: Message & { kind: 'heartbeat' }): void => {
  if (message.generation !== replica.generation) return;
  if (replica.half === 'backup' && replica.role !== 'draining' && message.sentSequence > replica.arrivedSequence) {
    halt(
      replica,
      'batch-missing',
      `the primary sent batch ${message.sentSequence}, the last one here is ${replica.arrivedSequence}`,
    );
    return;
  }
  if (replica.role === 'primary') receiveAcknowledgment(replica, message);
  if (replica.role === 'backup') forgetKeptOutputs(replica, message.releasedSequence);
};
