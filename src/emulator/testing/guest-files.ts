/**
 * The real guest, its disk and v86's WebAssembly module, for tests and benchmarks under Node. Must not know: machines.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';

const images = new URL('../../../public/images/', import.meta.url);

export interface GuestFiles {
  readonly wasmModule: WebAssembly.Module;
  readonly image: Uint8Array;
  readonly disk: Uint8Array;
}

let files: Promise<GuestFiles> | null = null;

/** Reads and unpacks everything once for each process. */
export function loadGuestFiles(): Promise<GuestFiles> {
  files ??= load();
  return files;
}

async function load(): Promise<GuestFiles> {
  const wasmPath = createRequire(import.meta.url).resolve('v86/build/v86.wasm');
  const [wasm, image, disk] = await Promise.all([
    readFile(wasmPath),
    readFile(new URL('guest.elf.gz', images)),
    readFile(new URL('data.img.gz', images)),
  ]);
  return {
    wasmModule: await WebAssembly.compile(new Uint8Array(wasm)),
    image: new Uint8Array(gunzipSync(image)),
    disk: new Uint8Array(gunzipSync(disk)),
  };
}
