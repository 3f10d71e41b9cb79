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
  readonly #last: Uint32Array[] = [];

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
    return this.#hashPages(0, this.pageCount);
  }

  get pageCount(): number {
    return Math.ceil(this.#memory.ramBytes / pageBytes);
  }

  /**
   * How many pages of one part of RAM changed since the last call for that part; null the first time. All RAM at once would
   * stop the guest for tens of milliseconds.
   */
  countDirtyPages(part: number, parts: number): number | null {
    const from = Math.floor((this.pageCount * part) / parts);
    const now = this.#hashPages(from, Math.floor((this.pageCount * (part + 1)) / parts));
    const before = this.#last[part];
    this.#last[part] = now;
    if (before?.length !== now.length) return null;
    let dirty = 0;
    for (let page = 0; page < now.length; page++) if (now[page] !== before[page]) dirty++;
    return dirty;
  }

  #hashPages(from: number, to: number): Uint32Array {
    const ram = this.#memory.ram();
    const words = new Int32Array(ram.buffer, ram.byteOffset, ram.length >>> 2);
    const hashes = new Uint32Array(to - from);
    for (let page = from; page < to; page++) {
      const start = page * wordsPerPage;
      hashes[page - from] = hashWords(words, start, Math.min(start + wordsPerPage, words.length));
    }
    return hashes;
  }
}

const wordsPerPage = pageBytes >>> 2;

/** Two sums side by side, since each step waits for the one before it. */
function hashWords(words: Int32Array, start: number, end: number): number {
  let even = 0x811c9dc5;
  let odd = 0x01234567;
  for (let index = start; index < end; index += 2) {
    even = Math.imul(even ^ words[index]!, 0x01000193) ^ (even >>> 15);
    odd = Math.imul(odd ^ words[index + 1]!, 0x01000193) ^ (odd >>> 15);
  }
  return Math.imul(even ^ (odd >>> 7), 0x01000193) ^ odd;
}
