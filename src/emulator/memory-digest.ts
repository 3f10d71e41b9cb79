/**
 * Digests of the guest's RAM: one of all of it, which replicas compare about once a second, and a quick one for each page,
 * which names the page once they differ and counts the pages that a state transfer would have to send.
 * Must not know: the log.
 */
import { createXXHash64 } from 'hash-wasm';
import type { GuestMemory } from './guest-memory.ts';
import { pageBytes } from './guest-memory.ts';

export class MemoryDigest {
  readonly #memory: GuestMemory;
  readonly #hasher: Awaited<ReturnType<typeof createXXHash64>>;
  #last: Uint32Array | null = null;

  private constructor(memory: GuestMemory, hasher: Awaited<ReturnType<typeof createXXHash64>>) {
    this.#memory = memory;
    this.#hasher = hasher;
  }

  static async create(memory: GuestMemory): Promise<MemoryDigest> {
    return new MemoryDigest(memory, await createXXHash64());
  }

  /** xxhash64 of all RAM, 16 hex digits. */
  all(): string {
    return this.#hasher.init().update(this.#memory.ram()).digest('hex');
  }

  /** One 32-bit hash for each page of 4 KiB. */
  pages(): Uint32Array {
    const ram = this.#memory.ram();
    const words = new Int32Array(ram.buffer, ram.byteOffset, ram.length >>> 2);
    const pages = new Uint32Array(Math.ceil(ram.length / pageBytes));
    const wordsPerPage = pageBytes >>> 2;
    for (let page = 0; page < pages.length; page++) {
      let hash = 0x811c9dc5;
      const end = Math.min((page + 1) * wordsPerPage, words.length);
      for (let index = page * wordsPerPage; index < end; index++)
        hash = Math.imul(hash ^ words[index]!, 0x01000193) ^ (hash >>> 15);
      pages[page] = hash;
    }
    return pages;
  }

  /** How many pages changed since the last call; the first call counts all. */
  countDirtyPages(): number {
    const now = this.pages();
    const before = this.#last;
    this.#last = now;
    if (!before) return now.length;
    let dirty = 0;
    for (let page = 0; page < now.length; page++) if (now[page] !== before[page]) dirty++;
    return dirty;
  }
}
