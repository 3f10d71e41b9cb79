/**
 * One header of a frame, as a person reads it. The decoders make these; the page draws them. Must not know the page.
 */

export interface Layer {
  readonly name: string;
  readonly fields: readonly (readonly [string, string])[];
}

/** A frame taken apart. It always has a summary, malformed or not. */
export interface DecodedFrame {
  readonly summary: string;
  readonly layers: readonly Layer[];
}

/** What one decoder hands to the one above it. */
export interface Decoded {
  readonly layer: Layer;
  readonly summary: string;
}

export function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

/** Kept, since making one takes longer than all the rest of decoding a packet. */
const counts = new Intl.NumberFormat('en');

/** "10 bytes", "1 byte" */
export function byteCount(count: number): string {
  return `${counts.format(count)} ${count === 1 ? 'byte' : 'bytes'}`;
}
