/**
 * Packs and unpacks gzip with what browsers and Node have built in. Unpacking is bounded: a small file can claim to become
 * any size. Must not know what is packed.
 */
import { altered, cutShort } from './sections.ts';

export async function gzip(pieces: readonly Uint8Array[]): Promise<Blob> {
  const packed = new Blob(pieces as Uint8Array<ArrayBuffer>[]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(packed).blob();
}

/**
 * @param limitBytes more than this is an error, found before it is unpacked
 * @throws LabError when the stream is cut short, damaged or too long
 */
export async function gunzip(packed: Uint8Array, limitBytes: number): Promise<Uint8Array> {
  const reader = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(pieces, length);
      length += value.length;
      if (length > limitBytes) break;
      pieces.push(value);
    }
  } catch (error) {
    throw isEndMissing(error) ? cutShort(String(error)) : altered(String(error));
  }
  await reader.cancel();
  throw altered(`it unpacks to more than ${limitBytes} bytes`);
}

/** Browsers and Node say it in words of their own; Node hides its word in the error's cause. */
function isEndMissing(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  return /truncat|unexpected end|incomplete|prematurely/i.test(`${String(error)} ${cause}`);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
