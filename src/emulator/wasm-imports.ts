/**
 * The seam between v86's WebAssembly module and the host: every import through which time, chance or the browser's timing
 * would reach the guest is replaced here, through v86's public option `wasm_fn`. Paper section 2.1.
 * Must not know: devices, the log.
 */
import { Jit } from './jit.ts';
import type { V86Exports, V86Imports } from './v86-build.ts';

/** What the replaced imports call. */
export interface WasmHooks {
  readClockMs(): number;
  drawRandom(): number;
  /** A slice ended; returns the guest's clock from now on. */
  endSlice(): number;
  interruptRaised(line: number): void;
  halted(): void;
  ready(parts: WasmParts): void;
}

export interface WasmParts {
  readonly exports: V86Exports;
  readonly jit: Jit;
  /** Where the guest's RAM starts in v86's memory; known once v86 has allocated it. */
  ramStart(): number;
}

/** Instantiates v86.wasm with the replaced imports, and returns its exports with the observed ones wrapped. */
export async function instantiate(
  module: WebAssembly.Module,
  env: V86Imports,
  hooks: WasmHooks & { failed(error: Error): void },
): Promise<WebAssembly.Exports> {
  let jit: Jit | null = null;
  const instance = await WebAssembly.instantiate(module, {
    env: {
      ...env,
      // RDTSC, the PIT, ACPI and the APIC read the clock through this one.
      microtick: () => hooks.readClockMs(),
      get_rand_int: () => hooks.drawRandom(),
      // v86 calls this once after each slice.
      run_hardware_timers: (acpi: number) => {
        jit?.sliceEnded();
        return env.run_hardware_timers(acpi, hooks.endSlice());
      },
      codegen_finalize: (index: number, start: number, flags: number, pointer: number, length: number) =>
        jit?.compile(index, start, flags, pointer, length),
      // v86 would wake its own scheduler, which never runs here.
      stop_idling: () => {},
      cpu_event_halt: () => hooks.halted(),
    },
  });
  const exports = instance.exports as V86Exports;
  jit = new Jit(exports, env.__indirect_function_table);
  let ramStart = 0;
  hooks.ready({ exports, jit, ramStart: () => ramStart });
  return {
    ...exports,
    allocate_memory: (bytes: number) => {
      try {
        return (ramStart = exports.allocate_memory(bytes) >>> 0);
      } catch (error) {
        const size = `${Math.ceil(bytes / 2 ** 20)} MiB`;
        hooks.failed(
          new Error(`There is no memory left for a machine of ${size}: close other tabs.`, { cause: error }),
        );
        throw error;
      }
    },
    device_raise_irq: (line: number) => {
      hooks.interruptRaised(line);
      exports.device_raise_irq(line);
    },
  };
}
