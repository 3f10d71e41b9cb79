/**
 * The Output Rule: an output leaves when the backup has acknowledged the log entry of the operation that produced it, and
 * the VM goes on meanwhile. Paper section 2.2. Must not know how outputs travel.
 */
import { crc32, crc32OfNumber } from '../checksum.ts';
import type { DiskOperation, Output } from '../input.ts';
import { emit, trace } from './emit.ts';
import { obeysOutputRule, startOperation } from './operations.ts';
import type { HeldOutput, Replica } from './state.ts';

const sizeOfRequest = (request: DiskOperation): number =>
  request.kind === 'read' ? request.length : request.data.length;

export const outputBytes = (output: Output): number =>
  output.kind === 'packet-sent' ? output.frame.length : sizeOfRequest(output.request);

/** Tells outputs apart: the bytes, and for disk operations where they go and in which order they were asked for. */
export const outputDigest = (output: Output): number => {
  if (outputBytes(output) <= summedAgainBytes) return digestOf(output);
  const known = digests.get(output);
  if (known !== undefined) return known;
  const digest = digestOf(output);
  digests.set(output, digest);
  return digest;
};

const none: readonly number[] = [];

/** Most frames make no output. */
export const outputDigests = (outputs: readonly Output[]): readonly number[] =>
  outputs.length === 0 ? none : outputs.map(outputDigest);

/** Up to here a sum is quicker than looking one up. */
const summedAgainBytes = 64;

/** Outputs never change, and the protocol, the archive and the checks all ask. */
const digests = new WeakMap<Output, number>();

const digestOf = (output: Output): number => {
  if (output.kind === 'packet-sent') return crc32(output.frame);
  const { request } = output;
  let sum = request.kind === 'read' ? 0 : 1;
  for (const part of [request.operation, request.start, sizeOfRequest(request)]) sum = crc32OfNumber(part, sum);
  return request.kind === 'read' ? sum : crc32(request.data, request.data.length, sum);
};

type OutputTrace = 'output-held' | 'output-released' | 'output-dropped' | 'output-sent-again';

export const traceOutput = (replica: Replica, kind: OutputTrace, held: HeldOutput): void => {
  if (replica.tracing === 'sparse' && kind !== 'output-released') return;
  trace(replica, {
    kind,
    sequence: held.sequence,
    output: held.output.kind,
    bytes: outputBytes(held.output),
    digest: held.digest,
  });
};

const release = (replica: Replica, held: HeldOutput): void => {
  traceOutput(replica, 'output-released', held);
  replica.counters.outputsReleased += 1;
  if (held.output.kind === 'packet-sent') {
    emit(replica, { kind: 'send-packet', frame: held.output.frame });
    return;
  }
  const pending = replica.operations.get(held.output.request.operation);
  if (pending?.stage === 'held') pending.stage = 'queued';
};

/** The batch whose acknowledgment an output of `sequence` waits for (OR1); without its own entry, the one before (OR6). */
const awaited = (replica: Replica, sequence: number): number =>
  replica.rules.outputEntry && !replica.rules.weakOutputRule ? sequence : sequence - 1;

/** Takes an output of the live VM: holds it, or lets it pass when nobody needs to acknowledge it. */
export const takeOutput = (replica: Replica, output: Output, digest: number): void => {
  const held: HeldOutput = { sequence: replica.sequence, output, digest };
  const isDelayed = replica.role !== 'live-alone' && replica.rules.outputRule;
  if (output.kind === 'disk-requested') {
    const waits = isDelayed && obeysOutputRule(replica, output.request);
    startOperation(replica, output.request, replica.sequence, waits ? 'held' : 'queued');
    // Reads change nothing outside, and writes to a disk of its own are part of the VM's state: neither is an output (DK1).
    if (!waits) return;
  }
  if (!isDelayed) {
    release(replica, held);
    return;
  }
  replica.held.push(held);
  traceOutput(replica, 'output-held', held);
};

/** Lets out, in order, everything whose acknowledgment is here (OR2). */
export const releaseOutputs = (replica: Replica): void => {
  for (let next = replica.held.peek(); next !== undefined; next = replica.held.peek()) {
    const mayLeave =
      replica.role === 'live-alone' ||
      (replica.role === 'primary' &&
        (!replica.rules.outputRule || replica.acknowledgedSequence >= awaited(replica, next.sequence)));
    if (!mayLeave) break;
    replica.held.shift();
    release(replica, next);
  }
  if (replica.role === 'primary')
    replica.releasedSequence = (replica.held.peek()?.sequence ?? replica.sequence + 1) - 1;
};

/** A backup's output is dropped by its hypervisor, but kept until it is known to have left the primary (GL5). */
export const dropOutput = (replica: Replica, output: Output, digest: number): void => {
  // What the primary lets pass unheld is no output here either (DK1).
  if (output.kind === 'disk-requested' && !obeysOutputRule(replica, output.request)) return;
  const held: HeldOutput = { sequence: replica.sequence, output, digest };
  replica.counters.outputsDropped += 1;
  traceOutput(replica, 'output-dropped', held);
  if (output.kind !== 'packet-sent') return;
  if (replica.kept.size >= replica.configuration.keptOutputCapacity) replica.kept.shift();
  replica.kept.push(held);
};

export const forgetKeptOutputs = (replica: Replica, releasedSequence: number): void => {
  replica.releasedSequence = Math.max(replica.releasedSequence, releasedSequence);
  for (
    let oldest = replica.kept.peek();
    oldest !== undefined && oldest.sequence <= replica.releasedSequence;
    oldest = replica.kept.peek()
  )
    replica.kept.shift();
};

/** At go-live: sends what the lost primary may not have sent. Returns how many (GL5). */
export const sendKeptOutputs = (replica: Replica): number => {
  let count = 0;
  for (const held of replica.kept) {
    if (held.output.kind !== 'packet-sent') continue;
    traceOutput(replica, 'output-sent-again', held);
    emit(replica, { kind: 'send-packet', frame: held.output.frame });
    count += 1;
  }
  replica.counters.outputsSentAgain += count;
  replica.kept.clear();
  return count;
};
