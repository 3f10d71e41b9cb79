/**
 * Checked reading of what a message claims about its own lengths. A claim beyond the end of the message is an error with
 * a name, never a huge allocation.
 */
import * as decoding from 'lib0/decoding';

/** The bytes are no message, whatever their checksum says. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const left = (decoder: decoding.Decoder): number => decoder.arr.length - decoder.pos;

/** A view on the message, not a copy: a message's bytes are never changed after it was received. */
export const readBytes = (decoder: decoding.Decoder): Uint8Array => {
  const length = decoding.readVarUint(decoder);
  if (length > left(decoder)) throw new MalformedMessage(`${length} bytes announced, ${left(decoder)} left`);
  return decoding.readUint8Array(decoder, length);
};

export const readText = (decoder: decoding.Decoder): string =>
  String.fromCharCode(...readBytes(decoder).subarray(0, 256));

/** A count of things of at least one byte each. */
export const readCount = (decoder: decoding.Decoder): number => {
  const count = decoding.readVarUint(decoder);
  if (count > left(decoder)) throw new MalformedMessage(`${count} things announced, ${left(decoder)} bytes left`);
  return count;
};
