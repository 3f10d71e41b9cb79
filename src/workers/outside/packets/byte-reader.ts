/**
 * Reads numbers and texts out of a frame that may lie about its lengths. Whatever is outside the frame is an error with
 * a reason, never an undefined value. Must not know any protocol.
 */

/** A frame, or a part of it, is not what its headers say. The message is for people. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

export class ByteReader {
  readonly bytes: Uint8Array;
  private readonly what: string;

  /** @param what names the header in error messages, for example "TCP". */
  constructor(bytes: Uint8Array, what: string) {
    this.bytes = bytes;
    this.what = what;
  }

  get length(): number {
    return this.bytes.length;
  }

  /** @throws MalformedError when the bytes end before `length`. */
  need(length: number): void {
    if (this.bytes.length < length) {
      throw new MalformedError(`${this.what} needs ${length} bytes, but ${this.bytes.length} are there`);
    }
  }

  u8(at: number): number {
    this.need(at + 1);
    return this.bytes[at]!;
  }

  u16(at: number): number {
    this.need(at + 2);
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  u32(at: number): number {
    return this.u16(at) * 0x1_0000 + this.u16(at + 2);
  }

  /** The bytes from `start` to `end`, not copied. */
  slice(start: number, end: number): Uint8Array {
    if (end < start) throw new MalformedError(`${this.what} says that it ends before it begins`);
    this.need(end);
    return this.bytes.subarray(start, end);
  }

  rest(start: number): Uint8Array {
    this.need(start);
    return this.bytes.subarray(start);
  }

  mac(at: number): string {
    return macText(this.slice(at, at + 6));
  }

  ip(at: number): string {
    return this.slice(at, at + 4).join('.');
  }
}

/** "52:54:00:00:00:10" */
export function macText(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 6; i++) text += (i === 0 ? '' : ':') + bytes[i]!.toString(16).padStart(2, '0');
  return text;
}

/** Printable ASCII, the rest as a dot; at most `limit` characters and then an ellipsis. */
export function printable(bytes: Uint8Array, limit: number): string {
  let text = '';
  for (const byte of bytes.subarray(0, limit)) text += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.';
  return bytes.length > limit ? `${text}…` : text;
}
