/**
 * Fetches the guest's images: streamed with progress, unpacked in the browser, checked against the manifest's SHA-256.
 * hash-wasm steps in where `crypto.subtle` does not exist: on a page served over plain http in a classroom's network.
 * Must not know of workers.
 */
import { createSHA256 } from 'hash-wasm';
import { z } from 'zod';
import { LabError, messageOf } from './lab-error.ts';

const imageSchema = z.object({
  file: z.string(),
  bytes: z.number().int().positive(),
  unpackedBytes: z
    .number()
    .int()
    .positive()
    .max(256 * 2 ** 20),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const manifestSchema = z.object({ version: z.literal(1), images: z.object({ guest: imageSchema, disk: imageSchema }) });
export type ImageEntry = z.infer<typeof imageSchema>;

export interface GuestImages {
  /** Multiboot ELF: boot stub, Linux, initramfs. */
  readonly guest: Uint8Array<ArrayBuffer>;
  /** 8 MiB ext4. */
  readonly disk: Uint8Array<ArrayBuffer>;
  readonly guestSha256: string;
}

const reload =
  'Reload the page. If it happens again, whoever hosts this page has to copy the folder "images" to the server again, unchanged.';

/**
 * @param base address of the folder "images", ending in a slash
 * @param progress bytes that have arrived so far, of how many
 * @throws LabError when an image is missing, incomplete or not the one that the manifest names
 */
export async function loadImages(
  base: string,
  progress: (loaded: number, total: number) => void,
  fetchFile: typeof fetch = fetch,
): Promise<GuestImages> {
  const manifest = await loadManifest(base, fetchFile);
  const { guest, disk } = manifest.images;
  const loaded = { guest: 0, disk: 0 };
  const report = (which: 'guest' | 'disk') => (bytes: number) => {
    loaded[which] = bytes;
    progress(loaded.guest + loaded.disk, guest.bytes + disk.bytes);
  };
  const [guestBytes, diskBytes] = await Promise.all([
    loadImage(base, guest, report('guest'), fetchFile),
    loadImage(base, disk, report('disk'), fetchFile),
  ]);
  return { guest: guestBytes, disk: diskBytes, guestSha256: guest.sha256 };
}

async function loadManifest(base: string, fetchFile: typeof fetch) {
  const response = await fetchOrExplain(`${base}manifest.json`, fetchFile);
  const parsed = manifestSchema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return parsed.data;
  throw new LabError('The list of the Linux images cannot be read.', reload, z.prettifyError(parsed.error));
}

async function fetchOrExplain(url: string, fetchFile: typeof fetch): Promise<Response> {
  const file = url.slice(url.lastIndexOf('/') + 1);
  let response: Response;
  try {
    response = await fetchFile(url);
  } catch (error) {
    throw new LabError(
      `The file ${file} did not arrive.`,
      'Check the network connection and reload the page.',
      messageOf(error),
    );
  }
  if (!response.ok)
    throw new LabError(`The file ${file} is missing on the server.`, reload, `HTTP ${response.status} for ${url}`);
  return response;
}

async function loadImage(
  base: string,
  entry: ImageEntry,
  progress: (bytes: number) => void,
  fetchFile: typeof fetch,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchOrExplain(base + entry.file, fetchFile);
  const packed = await readAll(response, entry, progress);
  const bytes = await unpack(packed, entry);
  const sha256 = await digestOf(bytes);
  if (bytes.length === entry.unpackedBytes && sha256 === entry.sha256) return bytes;
  throw new LabError(
    `The file ${entry.file} is not the one this lab was built with.`,
    reload,
    `SHA-256 is ${sha256} for ${bytes.length} bytes, expected ${entry.sha256} for ${entry.unpackedBytes}`,
  );
}

/** The browser's own SHA-256 is several times quicker, and exists on https and localhost only. */
async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto };
  if (subtle === undefined) return (await createSHA256()).update(bytes).digest('hex');
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function readAll(
  response: Response,
  entry: ImageEntry,
  progress: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  if (reader === undefined) throw new LabError(`The file ${entry.file} is empty.`, reload);
  // A server that unpacks the file by itself sends more bytes than the manifest says, but never more than the image.
  const buffer = new Uint8Array(Math.max(entry.bytes, entry.unpackedBytes) + 1);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return buffer.subarray(0, length);
      if (length + value.length > buffer.length) break;
      buffer.set(value, length);
      length += value.length;
      progress(Math.min(length, entry.bytes));
    }
  } catch (error) {
    throw new LabError(
      `The file ${entry.file} stopped in the middle.`,
      'Check the network connection and reload the page.',
      messageOf(error),
    );
  }
  await reader.cancel();
  throw new LabError(`The file ${entry.file} is not the one this lab was built with.`, reload, 'it is too long');
}

/** Some servers send `.gz` files with `Content-Encoding: gzip`, and the browser has unpacked them already. */
async function unpack(packed: Uint8Array<ArrayBuffer>, entry: ImageEntry): Promise<Uint8Array<ArrayBuffer>> {
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return packed;
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bytes = new Uint8Array(entry.unpackedBytes);
  let length = 0;
  try {
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return bytes.subarray(0, length);
      if (length + value.length > bytes.length) break;
      bytes.set(value, length);
      length += value.length;
    }
  } catch (error) {
    throw new LabError(`The file ${entry.file} is damaged.`, reload, messageOf(error));
  }
  throw new LabError(
    `The file ${entry.file} is not the one this lab was built with.`,
    reload,
    'it unpacks to more than expected',
  );
}
