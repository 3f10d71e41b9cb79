/**
 * Log entries as bytes: a kind, then its fields, numbers as varints. The paper gives no format; this one spends about 7
 * bytes on a slice, which is most of an idle guest's log. Paper section 2.1. Must not know batches or checksums.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Control } from '../input.ts';
import type { LogEntry } from '../log-entry.ts';
import { MalformedMessage, readBytes, readText } from './reading.ts';

/** Position in this list is the byte on the wire: append only. */
const kinds = [
  'slice-ended',
  'random-drawn',
  'output-made',
  'memory-hashed',
  'console-input',
  'packet-received',
  'disk-completed',
  'controlled',
] as const satisfies readonly LogEntry['kind'][];

const controlKinds = ['power-off', 'cpu-share-set', 'jit-switched-on'] as const satisfies readonly Control['kind'][];

/** How the clock of a slice is written: microseconds since the previous slice, or whatever it is, or not at all. */
const clockAsMicroseconds = 0;
const clockAsFloat = 1;
const clockLeftOut = 2;

/** The clock of the previous slice in the batch, so that the next one is a small number. */
export interface ClockContext {
  microseconds: number;
}

const writeClock = (encoder: encoding.Encoder, clockMs: number | null, context: ClockContext): void => {
  if (clockMs === null) {
    encoding.writeUint8(encoder, clockLeftOut);
    return;
  }
  const microseconds = Math.round(clockMs * 1000);
  // Written as microseconds only when the very same number comes out again: a clock that differs by a bit is divergence.
  if (microseconds / 1000 === clockMs && Number.isSafeInteger(microseconds) && microseconds >= context.microseconds) {
    encoding.writeUint8(encoder, clockAsMicroseconds);
    encoding.writeVarUint(encoder, microseconds - context.microseconds);
    context.microseconds = microseconds;
    return;
  }
  encoding.writeUint8(encoder, clockAsFloat);
  encoding.writeFloat64(encoder, clockMs);
};

const readClock = (decoder: decoding.Decoder, context: ClockContext): number | null => {
  const form = decoding.readUint8(decoder);
  if (form === clockLeftOut) return null;
  if (form === clockAsFloat) return decoding.readFloat64(decoder);
  if (form !== clockAsMicroseconds) throw new MalformedMessage(`unknown form of clock ${form}`);
  context.microseconds += decoding.readVarUint(decoder);
  return context.microseconds / 1000;
};

export const writeEntry = (encoder: encoding.Encoder, entry: LogEntry, context: ClockContext): void => {
  encoding.writeUint8(encoder, kinds.indexOf(entry.kind));
  switch (entry.kind) {
    case 'slice-ended':
      encoding.writeVarUint(encoder, entry.instructions);
      writeClock(encoder, entry.clockMs, context);
      return;
    case 'random-drawn':
      encoding.writeVarInt(encoder, entry.value);
      return;
    case 'output-made':
      encoding.writeUint8(encoder, entry.output === 'packet-sent' ? 0 : 1);
      encoding.writeVarUint(encoder, entry.bytes);
      encoding.writeUint32(encoder, entry.digest);
      return;
    case 'memory-hashed':
      encoding.writeVarString(encoder, entry.digest);
      return;
    case 'console-input':
      encoding.writeUint8(encoder, entry.port);
      encoding.writeVarUint8Array(encoder, entry.bytes);
      return;
    case 'packet-received':
      encoding.writeVarUint8Array(encoder, entry.frame);
      return;
    case 'disk-completed':
      encoding.writeVarUint(encoder, entry.operation);
      encoding.writeUint8(encoder, entry.data === null ? 0 : 1);
      if (entry.data !== null) encoding.writeVarUint8Array(encoder, entry.data);
      return;
    case 'controlled':
      encoding.writeUint8(encoder, controlKinds.indexOf(entry.control.kind));
      if (entry.control.kind === 'cpu-share-set') encoding.writeVarUint(encoder, entry.control.percent);
  }
};

const readControl = (decoder: decoding.Decoder): Control => {
  const kind = controlKinds[decoding.readUint8(decoder)];
  if (kind === undefined) throw new MalformedMessage('unknown control entry');
  return kind === 'cpu-share-set' ? { kind, percent: decoding.readVarUint(decoder) } : { kind };
};

export const readEntry = (decoder: decoding.Decoder, context: ClockContext): LogEntry => {
  const code = decoding.readUint8(decoder);
  const kind = kinds[code];
  switch (kind) {
    case 'slice-ended': {
      const instructions = decoding.readVarUint(decoder);
      return { kind, instructions, clockMs: readClock(decoder, context) };
    }
    case 'random-drawn':
      return { kind, value: decoding.readVarInt(decoder) };
    case 'output-made': {
      const output = decoding.readUint8(decoder) === 0 ? 'packet-sent' : 'disk-requested';
      const bytes = decoding.readVarUint(decoder);
      return { kind, output, bytes, digest: decoding.readUint32(decoder) };
    }
    case 'memory-hashed':
      return { kind, digest: readText(decoder) };
    case 'console-input': {
      const port = decoding.readUint8(decoder) === 0 ? 0 : 1;
      return { kind, port, bytes: readBytes(decoder) };
    }
    case 'packet-received':
      return { kind, frame: readBytes(decoder) };
    case 'disk-completed': {
      const operation = decoding.readVarUint(decoder);
      return { kind, operation, data: decoding.readUint8(decoder) === 0 ? null : readBytes(decoder) };
    }
    case 'controlled':
      return { kind, control: readControl(decoder) };
    default:
      throw new MalformedMessage(`unknown kind of log entry ${code}`);
  }
};
