/**
 * Views of v86's WebAssembly memory: the guest's RAM and its processor's registers live in it. Growth of that memory
 * detaches views, so every access goes through here. Must not know: devices, the log.
 */
import { v86Build } from './v86-build.ts';
import type { RegisterName } from './v86-build.ts';

export const pageBytes = 4096;

/** Registers lie at the beginning of v86's memory. */
const registerBytes = 4096;

export interface RegisterViews {
  readonly words: Int32Array;
  readonly halves: Uint16Array;
  readonly bytes: Uint8Array;
}

function viewsOf({ buffer }: WebAssembly.Memory): RegisterViews {
  return {
    words: new Int32Array(buffer, 0, registerBytes / 4),
    halves: new Uint16Array(buffer, 0, registerBytes / 2),
    bytes: new Uint8Array(buffer, 0, registerBytes),
  };
}

export class GuestMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #ramStart: number;
  readonly ramBytes: number;
  #data: DataView;
  #first: RegisterViews;

  constructor(memory: WebAssembly.Memory, ramStart: number, ramBytes: number) {
    this.#memory = memory;
    this.#ramStart = ramStart;
    this.ramBytes = ramBytes;
    this.#data = new DataView(memory.buffer);
    this.#first = viewsOf(memory);
  }

  get #view(): DataView {
    if (this.#data.buffer !== this.#memory.buffer) this.#data = new DataView(this.#memory.buffer);
    return this.#data;
  }

  /** Where the registers are, by the index of their offset. */
  get firstBytes(): RegisterViews {
    if (this.#first.words.buffer !== this.#memory.buffer) this.#first = viewsOf(this.#memory);
    return this.#first;
  }

  /** All RAM, as a view: read it at once, do not keep it. */
  ram(): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.#ramStart, this.ramBytes);
  }

  /** The bytes at any place of v86's memory, as a view: read them at once, do not keep them. */
  bytes(start: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, start, length);
  }

  uint8(name: RegisterName, index = 0): number {
    return this.#view.getUint8(v86Build.offsets[name] + index);
  }

  uint16(name: RegisterName, index = 0): number {
    return this.#view.getUint16(v86Build.offsets[name] + index * 2, true);
  }

  uint32(name: RegisterName, index = 0): number {
    return this.#view.getUint32(v86Build.offsets[name] + index * 4, true);
  }

  setUint32(name: RegisterName, value: number): void {
    this.#view.setUint32(v86Build.offsets[name], value, true);
  }
}
