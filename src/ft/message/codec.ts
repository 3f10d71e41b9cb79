/**
 * Messages as bytes: kind, generation, fields, CRC32. Paper sections 2.1 and 3.2 (which give no format). Must not know
 * who sends what when; what a bad message means is decided by the replica that received it.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { crc32 } from '../checksum.ts';
import type { HostId } from '../host-id.ts';
import { hostIds } from '../host-id.ts';
import type { LogEntry } from '../log-entry.ts';
import { readEntry, writeEntry } from './entry-codec.ts';
import type { Batch, Message, VmotionPurpose } from './message.ts';
import { MalformedMessage, readCount, readText } from './reading.ts';

/** Position in this list is the first byte on the wire: append only. */
const kinds = [
  'batch',
  'acknowledgment',
  'heartbeat',
  'vmotion-requested',
  'vmotion-offered',
  'vmotion-ready',
  'vmotion-committing',
  'vmotion-committed',
  'vmotion-aborted',
  'retired',
] as const satisfies readonly Message['kind'][];

const purposes: readonly VmotionPurpose[] = ['new-backup', 'move-primary', 'move-backup'];

const randomsLeftOut = 1;
const outputsLeftOut = 2;

const writeBatch = (encoder: encoding.Encoder, batch: Batch): void => {
  encoding.writeVarUint(encoder, batch.sequence);
  encoding.writeUint8(
    encoder,
    (batch.randoms === 'left-out' ? randomsLeftOut : 0) | (batch.outputs === 'left-out' ? outputsLeftOut : 0),
  );
  encoding.writeVarUint(encoder, batch.instructions);
  encoding.writeUint32(encoder, batch.registersDigest);
  encoding.writeUint32(encoder, batch.consoleDigest);
  encoding.writeVarUint(encoder, Math.round(batch.sentAtMs * 1000));
  encoding.writeVarUint(encoder, batch.releasedSequence);
  encoding.writeVarUint(encoder, batch.entries.length);
  const context = { microseconds: 0 };
  for (const entry of batch.entries) writeEntry(encoder, entry, context);
};

const readBatch = (decoder: decoding.Decoder, generation: number): Batch => {
  const sequence = decoding.readVarUint(decoder);
  const flags = decoding.readUint8(decoder);
  const instructions = decoding.readVarUint(decoder);
  const registersDigest = decoding.readUint32(decoder);
  const consoleDigest = decoding.readUint32(decoder);
  const sentAtMs = decoding.readVarUint(decoder) / 1000;
  const releasedSequence = decoding.readVarUint(decoder);
  const entries: LogEntry[] = [];
  const context = { microseconds: 0 };
  for (let left = readCount(decoder); left > 0; left -= 1) entries.push(readEntry(decoder, context));
  return {
    kind: 'batch',
    generation,
    sequence,
    entries,
    instructions,
    registersDigest,
    consoleDigest,
    sentAtMs,
    releasedSequence,
    randoms: flags & randomsLeftOut ? 'left-out' : 'logged',
    outputs: flags & outputsLeftOut ? 'left-out' : 'logged',
  };
};

const writeFields = (encoder: encoding.Encoder, message: Message): void => {
  switch (message.kind) {
    case 'batch':
      writeBatch(encoder, message);
      return;
    case 'heartbeat':
      encoding.writeVarUint(encoder, message.sentSequence);
      encoding.writeVarUint(encoder, message.releasedSequence);
      encoding.writeVarUint(encoder, message.receivedSequence);
      encoding.writeVarUint(encoder, message.executedSequence);
      return;
    case 'acknowledgment':
      encoding.writeVarUint(encoder, message.receivedSequence);
      encoding.writeVarUint(encoder, message.executedSequence);
      return;
    case 'vmotion-requested':
      encoding.writeUint8(encoder, hostIds.indexOf(message.to));
      encoding.writeUint8(encoder, purposes.indexOf(message.purpose));
      return;
    case 'vmotion-offered':
      encoding.writeUint8(encoder, purposes.indexOf(message.purpose));
      encoding.writeVarUint(encoder, message.snapshotBytes);
      encoding.writeVarString(encoder, message.snapshotDigest);
      encoding.writeVarUint(encoder, message.cpuPercent);
      return;
    default:
    // The others are a kind and a generation.
  }
};

const readPurpose = (decoder: decoding.Decoder): VmotionPurpose => {
  const purpose = purposes[decoding.readUint8(decoder)];
  if (purpose === undefined) throw new MalformedMessage('unknown purpose of FT VMotion');
  return purpose;
};

const readHost = (decoder: decoding.Decoder): HostId => {
  const host = hostIds[decoding.readUint8(decoder)];
  if (host === undefined) throw new MalformedMessage('unknown host');
  return host;
};

const readMessage = (decoder: decoding.Decoder): Message => {
  const code = decoding.readUint8(decoder);
  const kind = kinds[code];
  if (kind === undefined) throw new MalformedMessage(`unknown kind of message ${code}`);
  const generation = decoding.readVarUint(decoder);
  switch (kind) {
    case 'batch':
      return readBatch(decoder, generation);
    case 'acknowledgment': {
      const receivedSequence = decoding.readVarUint(decoder);
      return { kind, generation, receivedSequence, executedSequence: decoding.readVarUint(decoder) };
    }
    case 'heartbeat': {
      const sentSequence = decoding.readVarUint(decoder);
      const releasedSequence = decoding.readVarUint(decoder);
      const receivedSequence = decoding.readVarUint(decoder);
      return {
        kind,
        generation,
        sentSequence,
        releasedSequence,
        receivedSequence,
        executedSequence: decoding.readVarUint(decoder),
      };
    }
    case 'vmotion-requested': {
      const to = readHost(decoder);
      return { kind, generation, to, purpose: readPurpose(decoder) };
    }
    case 'vmotion-offered': {
      const purpose = readPurpose(decoder);
      const snapshotBytes = decoding.readVarUint(decoder);
      const snapshotDigest = readText(decoder);
      return { kind, generation, purpose, snapshotBytes, snapshotDigest, cpuPercent: decoding.readVarUint(decoder) };
    }
    default:
      return { kind, generation };
  }
};

/**
 * Where messages are put together: kept, because thousands of small allocations a second are what encoding costs. With room
 * for the largest disk read, 128 KiB, and what is around it.
 */
const workbench = encoding.createEncoder();
workbench.cbuf = new Uint8Array(1 << 18);

/** Fresh bytes that the caller may transfer. */
export const encodeMessage = (message: Message): Uint8Array => {
  const encoder = workbench;
  encoder.cpos = 0;
  encoder.bufs = [];
  encoding.writeUint8(encoder, kinds.indexOf(message.kind));
  encoding.writeVarUint(encoder, message.generation);
  writeFields(encoder, message);
  const length = encoding.length(encoder);
  encoding.writeUint32(encoder, 0);
  const bytes = encoder.bufs.length === 0 ? encoder.cbuf.slice(0, encoder.cpos) : encoding.toUint8Array(encoder);
  const checksum = crc32(bytes, length);
  for (let index = 0; index < 4; index += 1) bytes[length + index] = checksum >>> (8 * index);
  return bytes;
};

export type Decoded =
  | { readonly kind: 'decoded'; readonly message: Message }
  | { readonly kind: 'refused'; readonly reason: 'bad-checksum' | 'malformed-message'; readonly detail: string };

/** How messages become bytes and come back. A replica takes another one only where a simulation hands messages over. */
export interface Codec {
  readonly encode: (message: Message) => Uint8Array;
  readonly decode: (bytes: Uint8Array, checksum: 'verify' | 'ignore') => Decoded;
}

/** Never throws: bytes that are no message are an expected failure. The message keeps views on `bytes`. */
export const decodeMessage = (bytes: Uint8Array, checksum: 'verify' | 'ignore'): Decoded => {
  const end = bytes.length - 4;
  if (end < 2)
    return { kind: 'refused', reason: 'malformed-message', detail: `${bytes.length} bytes are too few for a message` };
  if (checksum === 'verify') {
    let announced = 0;
    for (let index = 3; index >= 0; index -= 1) announced = (announced << 8) | (bytes[end + index] as number);
    const found = crc32(bytes, end);
    if (announced >>> 0 !== found) {
      return {
        kind: 'refused',
        reason: 'bad-checksum',
        detail: `checksum ${found.toString(16)}, the message says ${(announced >>> 0).toString(16)}`,
      };
    }
  }
  try {
    const decoder = decoding.createDecoder(bytes);
    const message = readMessage(decoder);
    if (decoder.pos !== end)
      throw new MalformedMessage(`the message should end at byte ${end}, it ends at ${decoder.pos}`);
    return { kind: 'decoded', message };
  } catch (error) {
    return {
      kind: 'refused',
      reason: 'malformed-message',
      detail: error instanceof Error ? error.message : String(error),
    };
  }
};

export const wireCodec: Codec = { encode: encodeMessage, decode: decodeMessage };
