/**
 * The batches of a recording, found by number and decoded one at a time: a long run as objects would not fit in memory.
 * Must not know machines.
 */
import * as decoding from 'lib0/decoding';
import { decodeMessage } from '../../ft/message/codec.ts';
import type { Batch } from '../../ft/message/message.ts';
import { altered } from './sections.ts';

export class BatchList {
  private readonly bytes: Uint8Array;
  /** Where each message begins; the last is where the section ends. */
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;

  private constructor(bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array) {
    this.bytes = bytes;
    this.starts = starts;
    this.ends = ends;
  }

  /**
   * Finds where each batch is.
   * @param expected how many there must be
   * @throws LabError when the lengths do not lead exactly to the end
   */
  static from(bytes: Uint8Array, expected: number): BatchList {
    // The shortest batch takes more than a byte, so a lying header cannot make this long.
    if (expected > bytes.length) throw altered(`${expected} batches in ${bytes.length} bytes`);
    const starts = new Uint32Array(expected);
    const ends = new Uint32Array(expected);
    const decoder = decoding.createDecoder(bytes);
    let count = 0;
    while (decoding.hasContent(decoder)) {
      const length = readLength(decoder);
      if (length > bytes.length - decoder.pos) throw altered(`batch ${count + 1} claims ${length} bytes`);
      if (count === expected) throw altered(`more than ${expected} batches`);
      starts[count] = decoder.pos;
      decoder.pos += length;
      ends[count] = decoder.pos;
      count++;
    }
    if (count !== expected) throw altered(`${count} batches, the header says ${expected}`);
    return new BatchList(bytes, starts, ends);
  }

  get length(): number {
    return this.starts.length;
  }

  /** @throws LabError when it is no batch */
  at(index: number): Batch {
    const decoded = decodeMessage(this.bytes.subarray(this.starts[index], this.ends[index]), 'verify');
    if (decoded.kind === 'refused') throw altered(`batch ${index + 1}: ${decoded.detail}`);
    if (decoded.message.kind !== 'batch') throw altered(`batch ${index + 1} is a ${decoded.message.kind}`);
    return decoded.message;
  }
}

function readLength(decoder: decoding.Decoder): number {
  try {
    return decoding.readVarUint(decoder);
  } catch (error) {
    throw altered(error instanceof Error ? error.message : String(error));
  }
}
