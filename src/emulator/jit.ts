/**
 * v86's compiler from x86 to WebAssembly, made deterministic: modules are compiled synchronously and handed over at the
 * next slice end. v86's own asynchronous compilation would let the browser's timing decide how long slices are, and
 * handing over inside `codegen_finalize` panics, because v86's JIT state is locked there.
 * Must not know: the log, devices.
 */
import { v86Build } from './v86-build.ts';
import type { V86Exports } from './v86-build.ts';

/** Exports that v86 itself keeps from compiled modules. */
const isHidden = (name: string): boolean => name.startsWith('_') || name.startsWith('zstd') || name.endsWith('_js');

/**
 * A module covers code of one page and repeats no basic blocks, where v86's own settings are three pages and 250 repeated
 * blocks. Browsers compile a module again, optimized, once it has run for a while; for v86's modules, each one function of up to
 * 150 kB, that took as much processor time as the guests themselves, for ten seconds and more. Small ones need less than half
 * of it and are no slower afterwards (docs/BENCHMARKS.md). All replicas must have the same: slices end where modules do.
 */
const pagesOfModule = 1;
const extraBlocksOfModule = 0;

interface FinishedModule {
  readonly index: number;
  readonly start: number;
  readonly flags: number;
}

export class Jit {
  readonly #exports: V86Exports;
  readonly #table: WebAssembly.Table;
  readonly #moduleImports: WebAssembly.ModuleImports;
  #finished: FinishedModule | null = null;
  #on = true;

  constructor(exports: V86Exports, table: WebAssembly.Table) {
    this.#exports = exports;
    this.#table = table;
    const visible = Object.entries(exports).filter(([name]) => !isHidden(name));
    exports.set_jit_config(v86Build.jitPagesSetting, pagesOfModule);
    exports.set_jit_config(v86Build.jitExtraBlocksSetting, extraBlocksOfModule);
    this.#moduleImports = { ...Object.fromEntries(visible), m: exports.memory };
  }

  get on(): boolean {
    return this.#on;
  }

  /** Switches compilation; only between frames, and at the same frame on all replicas. */
  switch(state: 'on' | 'off'): void {
    this.#on = state === 'on';
    this.#exports.set_jit_config(v86Build.jitDisabledSetting, this.#on ? 0 : 1);
  }

  /** v86's import `codegen_finalize`: the code of a module is complete. */
  compile(index: number, start: number, flags: number, pointer: number, length: number): void {
    const code = new Uint8Array(this.#exports.memory.buffer, pointer >>> 0, length >>> 0).slice();
    const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { e: this.#moduleImports });
    this.#table.set(index + v86Build.jitTableOffset, instance.exports['f']);
    this.#finished = { index, start, flags };
  }

  /** Hands the finished module over, if there is one. */
  sliceEnded(): void {
    if (!this.#finished) return;
    const { index, start, flags } = this.#finished;
    this.#finished = null;
    this.#exports.codegen_finalize_finished(index, start, flags);
  }
}
