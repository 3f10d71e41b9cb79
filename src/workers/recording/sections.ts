/**
 * Sections of a recording's file: kind (1 byte), length (4 bytes, little endian), xxhash64 of the bytes (8), the bytes.
 * Claims about lengths are checked before they are believed. Must not know what a section holds.
 */
import { createXXHash64 } from 'hash-wasm';
import { LabError } from '../lab/lab-error.ts';
import { sectionKinds, sectionLimits, type SectionKind } from './file-format.ts';

const headBytes = 13;
const keep = 'Ask for the file again, or export it again. Nothing in this lab has changed.';

export type Digest = (pieces: readonly Uint8Array[]) => Uint8Array;

/** xxhash64: it finds accidents and careless edits; it is no signature. */
export async function createDigest(): Promise<Digest> {
  const hasher = await createXXHash64();
  return (pieces) => {
    hasher.init();
    for (const piece of pieces) hasher.update(piece);
    return hasher.digest('binary');
  };
}

/** @throws RangeError when the section is longer than the format allows */
export function writeSection(kind: SectionKind, pieces: readonly Uint8Array[], digest: Digest): Uint8Array[] {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length > sectionLimits[kind])
    throw new RangeError(`section ${kind} has ${length} bytes, ${sectionLimits[kind]} are allowed`);
  const head = new Uint8Array(headBytes);
  const view = new DataView(head.buffer);
  view.setUint8(0, sectionKinds.indexOf(kind));
  view.setUint32(1, length, true);
  head.set(digest(pieces), 5);
  return [head, ...pieces];
}

/** All sections, as views on `bytes`. @throws LabError that says what is wrong with the file */
export function readSections(bytes: Uint8Array, digest: Digest): Map<SectionKind, Uint8Array> {
  const found = new Map<SectionKind, Uint8Array>();
  let last = -1;
  for (let at = 0; at < bytes.length;) {
    if (bytes.length - at < headBytes) throw cutShort(`${bytes.length - at} bytes after the last whole section`);
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, headBytes);
    const code = view.getUint8(0);
    const kind = sectionKinds[code];
    if (kind === undefined || code <= last) throw altered(`section kind ${code} after ${last}`);
    const length = view.getUint32(1, true);
    if (length > sectionLimits[kind])
      throw altered(`section ${kind} claims ${length} bytes, at most ${sectionLimits[kind]} are possible`);
    const start = at + headBytes;
    if (start + length > bytes.length)
      throw cutShort(`section ${kind} claims ${length} bytes, ${bytes.length - start} are there`);
    const payload = bytes.subarray(start, start + length);
    const sum = digest([payload]);
    if (sum.some((byte, index) => byte !== bytes[at + 5 + index])) throw altered(`checksum of section ${kind}`);
    found.set(kind, payload);
    last = code;
    at = start + length;
  }
  return found;
}

export function cutShort(details: string): LabError {
  return new LabError('This recording is cut short: its end is missing.', keep, details);
}

export function altered(details: string): LabError {
  return new LabError('This recording is damaged or was changed after its export.', keep, details);
}
