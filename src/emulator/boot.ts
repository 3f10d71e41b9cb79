/**
 * Makes an instance of v86 that runs only when it is told to. Must not know: the log, snapshots.
 */
import { loadV86 } from './globals.ts';
import type { DiskTap } from './disk-tap.ts';
import type { MachineOptions } from './machine-types.ts';
import { checkV86Cpu, checkV86Module, v86Build } from './v86-build.ts';
import type { V86Build, V86Imports, V86Instance } from './v86-build.ts';
import { instantiate } from './wasm-imports.ts';
import type { WasmHooks } from './wasm-imports.ts';

/** The smallest that v86 takes; the guest has no display. */
const videoMemoryBytes = 256 * 1024;
/** A multiboot header is aligned to 4 bytes and lies in the first 8 KiB of the file. */
const multibootMagic = 0x1badb002;
const multibootSearchBytes = 8192;

/**
 * Starts v86 up to the point where the guest's first instruction would run. Throws when v86.wasm cannot be instantiated,
 * the image is no multiboot image, or v86 is another version or was imported by somebody else before.
 */
export async function bootV86(
  options: MachineOptions,
  disk: DiskTap | null,
  hooks: WasmHooks,
  build: V86Build = v86Build,
): Promise<V86Instance> {
  checkImage(options.image);
  checkV86Module(options.wasmModule, build);
  const { V86 } = await loadV86();
  const emulator = await withoutYieldWorker(
    () =>
      new Promise<V86Instance>((resolve, reject) => {
        const settings = {
          autostart: false,
          acpi: false,
          disable_keyboard: true,
          disable_mouse: true,
          disable_speaker: true,
          memory_size: options.memoryBytes,
          vga_memory_size: videoMemoryBytes,
          uart1: true,
          net_device: { type: 'virtio' as const },
          preserve_mac_from_state_image: true,
          multiboot: { buffer: options.image.slice().buffer },
          cmdline: options.commandLine,
          ...(disk ? { hda: disk as unknown as { buffer: ArrayBuffer } } : {}),
          wasm_fn: async ({ env }: WebAssembly.Imports) => {
            try {
              return await instantiate(options.wasmModule, env as V86Imports, { ...hooks, failed: reject });
            } catch (error) {
              reject(error instanceof Error ? error : new Error(String(error)));
              // v86 would take a rejection for nobody's business and wait for ever.
              return new Promise<WebAssembly.Exports>(() => {});
            }
          },
        };
        const started = new V86(settings) as unknown as V86Instance;
        started.add_listener('emulator-ready', () => resolve(started));
      }),
  );
  checkV86Cpu(emulator.v86.cpu, disk ? 'with-disk' : 'without-disk', build);
  if (emulator.v86.constructor.microtick() !== hooks.readClockMs()) {
    throw new Error('v86 was imported before the guest clock was put in place: import it through src/emulator only.');
  }
  return emulator;
}

/**
 * In browsers v86 makes a nested worker for its own scheduler, from a blob URL that a content security policy may forbid.
 * It is not needed here, since main_loop is called directly.
 */
async function withoutYieldWorker<Result>(action: () => Promise<Result>): Promise<Result> {
  const host = globalThis as { Worker?: unknown };
  const before = Object.getOwnPropertyDescriptor(host, 'Worker');
  if (before) host.Worker = IdleWorker;
  try {
    return await action();
  } finally {
    if (before) Object.defineProperty(host, 'Worker', before);
  }
}

class IdleWorker {
  onmessage: unknown = null;
  postMessage(): void {}
  terminate(): void {}
}

function checkImage(image: Uint8Array): void {
  const header = new DataView(image.buffer, image.byteOffset, Math.min(image.length, multibootSearchBytes) & ~3);
  for (let offset = 0; offset < header.byteLength; offset += 4)
    if (header.getUint32(offset, true) === multibootMagic) return;
  throw new Error('The guest image has no multiboot header: it is damaged, or still compressed.');
}
