import { gzipSync } from 'node:zlib';
import { sha256 } from 'hash-wasm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadImages } from './images.ts';

const guest = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 251);
const disk = new Uint8Array(8192).fill(3);

async function server(change: (files: Map<string, Uint8Array | string>) => void = () => {}): Promise<typeof fetch> {
  const entry = async (file: string, bytes: Uint8Array) => ({
    file,
    bytes: gzipSync(bytes).length,
    unpackedBytes: bytes.length,
    sha256: await sha256(bytes),
  });
  const manifest = { version: 1, images: { guest: await entry('g.gz', guest), disk: await entry('d.gz', disk) } };
  const files = new Map<string, Uint8Array | string>([
    ['manifest.json', JSON.stringify(manifest)],
    ['g.gz', gzipSync(guest)],
    ['d.gz', gzipSync(disk)],
  ]);
  change(files);
  return (async (url: string) => {
    const body = files.get(url.slice('http://lab/images/'.length));
    return body === undefined ? new Response('', { status: 404 }) : new Response(body as BodyInit);
  }) as typeof fetch;
}
const load = async (fetchFile: typeof fetch) => loadImages('http://lab/images/', () => {}, fetchFile);

afterEach(() => vi.unstubAllGlobals());

describe('images', () => {
  it('unpacks both and reports progress up to the whole', async () => {
    const seen: number[] = [];
    const images = await loadImages('http://lab/images/', (loaded, total) => seen.push(loaded / total), await server());
    expect(images.guest).toEqual(guest);
    expect(images.disk).toEqual(disk);
    expect(seen.at(-1)).toBe(1);
  });

  it('accepts a file that the server has unpacked', async () => {
    const images = await load(await server((files) => files.set('g.gz', guest)));
    expect(images.guest).toEqual(guest);
  });

  it.each<[string, (files: Map<string, Uint8Array | string>) => void, RegExp]>([
    ['a missing image', (files) => files.delete('g.gz'), /g\.gz is missing on the server.*copy the folder/],
    ['a missing manifest', (files) => files.delete('manifest.json'), /manifest\.json is missing/],
    ['a manifest that is a web page', (files) => files.set('manifest.json', '<html>'), /list of the Linux images/],
    ['an altered image', (files) => files.set('g.gz', gzipSync(guest.map((byte) => byte ^ 1))), /not the one this lab/],
    ['a longer image', (files) => files.set('g.gz', gzipSync(new Uint8Array(9000))), /unpacks to more/],
    ['a cut image', (files) => files.set('g.gz', gzipSync(guest).subarray(0, 40)), /is damaged/],
    ['a web page for an image', (files) => files.set('d.gz', '<html>not found</html>'), /not the one this lab/],
  ])('says what to do about %s', async (_, change, message) => {
    await expect(load(await server(change))).rejects.toThrow(message);
  });

  it('checks the hash itself on a page without a secure context, where the browser offers none', async () => {
    vi.stubGlobal('crypto', {});
    expect((await load(await server())).guest).toEqual(guest);
    const altered = await server((files) => files.set('g.gz', gzipSync(guest.map((byte) => byte ^ 1))));
    await expect(load(altered)).rejects.toThrow(/not the one this lab/);
  });

  it('says what to do when the network is down', async () => {
    const down = async () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(load(down)).rejects.toThrow(/did not arrive. Check the network/);
  });
});
