/**
 * A message from another host: decoded, checked, and given to whom it concerns. Paper sections 2.2, 2.3, 3.1.
 */
import type { HostId } from '../host-id.ts';
import type { Message } from '../message/message.ts';
import { receiveAcknowledgment, receiveBatch, receiveHeartbeat } from './channel.ts';
import { heard } from './detector.ts';
import { halt, trace } from './emit.ts';
import { becomeSpare } from './spare.ts';
import type { Replica } from './state.ts';
import { startSource, targetReady } from './vmotion-source.ts';
import { noticeCommit, receiveOffer, receiveVmotionMessage } from './vmotion-target.ts';

const isPartner = (replica: Replica, from: HostId): boolean =>
  from === replica.peer || from === replica.source?.to || (replica.role === 'spare' && replica.machine === 'none');

const ignore = (replica: Replica, peer: HostId, reason: string): void => {
  replica.counters.messagesIgnored += 1;
  trace(replica, { kind: 'message-ignored', peer, reason });
};

const obeyRequest = (replica: Replica, message: Message & { kind: 'vmotion-requested' }): void => {
  const reason = startSource(replica, message.to, message.purpose);
  if (reason !== null) trace(replica, { kind: 'command-refused', command: 'vmotion', reason });
};

/** Messages of the pair: only of its generation, only to the half that they are for. */
const receiveFromPeer = (replica: Replica, from: HostId, message: Message, bytes: number): void => {
  if (message.generation !== replica.generation || from !== replica.peer) {
    ignore(replica, from, `${message.kind} of generation ${message.generation}`);
    return;
  }
  const isBackup = replica.half === 'backup' && (replica.role === 'backup' || replica.role === 'starting');
  if (message.kind === 'batch' && isBackup) receiveBatch(replica, message, bytes);
  else if (message.kind === 'acknowledgment' && replica.role === 'primary') receiveAcknowledgment(replica, message);
  else if (message.kind === 'vmotion-requested' && replica.role === 'primary') obeyRequest(replica, message);
  else if (message.kind === 'retired' && isBackup) {
    trace(replica, {
      kind: 'vmotion',
      phase: 'retired',
      generation: replica.generation,
      peer: from,
      detail: 'the backup moved elsewhere',
    });
    becomeSpare(replica, 'the backup moved elsewhere');
  } else ignore(replica, from, `${message.kind} while ${replica.role}`);
};

const dispatch = (replica: Replica, from: HostId, message: Message, bytes: number): void => {
  switch (message.kind) {
    case 'heartbeat':
      if (replica.tracing === 'everything') trace(replica, { kind: 'heartbeat-received', peer: from });
      noticeCommit(replica, from, message.generation);
      receiveHeartbeat(replica, message);
      return;
    case 'vmotion-offered':
      receiveOffer(replica, from, message);
      return;
    case 'vmotion-ready':
      targetReady(replica, message.generation);
      return;
    case 'vmotion-committing':
    case 'vmotion-committed':
    case 'vmotion-aborted':
      receiveVmotionMessage(replica, from, message);
      return;
    default:
      receiveFromPeer(replica, from, message, bytes);
  }
};

export const receiveMessage = (replica: Replica, from: HostId, bytes: Uint8Array): void => {
  // A host that was declared lost is not listened to: its VM and ours must not agree on anything any more (FD5).
  if (!isPartner(replica, from)) {
    ignore(replica, from, 'not a partner of this host');
    return;
  }
  replica.counters.bytesReceived += bytes.length;
  const decoded = replica.codec.decode(bytes, replica.rules.checksums ? 'verify' : 'ignore');
  if (decoded.kind === 'refused') {
    if (replica.role === 'spare') ignore(replica, from, decoded.detail);
    else halt(replica, decoded.reason, decoded.detail);
    return;
  }
  if (from === replica.peer) heard(replica.detector, replica.nowMs);
  if (from === replica.source?.to) heard(replica.source.detector, replica.nowMs);
  dispatch(replica, from, decoded.message, bytes.length);
};
