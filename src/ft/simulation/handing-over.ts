/**
 * Messages handed over as they are, in most runs: encoding and decoding are an eighth of a run's time and have tests of
 * their own. What is sent still has a length, because the buffers are bounded in bytes; it cannot be damaged.
 */
import type { Codec } from '../message/codec.ts';
import type { Message } from '../message/message.ts';

/** Passes for bytes: replica and link look at nothing but the length. */
class Envelope {
  readonly message: Message;
  readonly length: number;

  constructor(message: Message) {
    this.message = message;
    this.length = lengthOf(message);
  }
}

/** About what the codec makes of a log with short packets. */
const lengthOf = (message: Message): number => {
  if (message.kind !== 'batch') return 12;
  let length = 30;
  for (const entry of message.entries) {
    length += 8;
    if (entry.kind === 'packet-received') length += entry.frame.length;
    else if (entry.kind === 'console-input') length += entry.bytes.length;
    else if (entry.kind === 'disk-completed') length += entry.data?.length ?? 0;
  }
  return length;
};

export const handingOver: Codec = {
  encode: (message) => new Envelope(message) as unknown as Uint8Array,
  decode: (bytes) => ({ kind: 'decoded', message: (bytes as unknown as Envelope).message }),
};
