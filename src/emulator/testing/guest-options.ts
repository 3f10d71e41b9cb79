/**
 * The options under which tests run the real guest. Must not know: what they test.
 */
import type { MachineOptions } from '../machine-types.ts';
import { loadGuestFiles } from './guest-files.ts';
import { ToyDisk } from './toy-disk.ts';

export const prompt = '# ';

export async function guestOptions(changes: Partial<MachineOptions> = {}): Promise<MachineOptions> {
  const { wasmModule, image, disk } = await loadGuestFiles();
  return {
    wasmModule,
    image,
    commandLine: 'console=ttyS0 tsc=reliable quiet IP=10.0.0.10/24 HOST=guest MAC=52:54:00:00:00:10',
    memoryBytes: 32 * 1024 * 1024,
    diskBytes: disk.length,
    bootSectors: disk.slice(0, 512),
    jit: 'off-until-switched',
    ...changes,
  };
}

/** A fresh disk with the guest's file system on it. */
export async function guestDisk(): Promise<ToyDisk> {
  return new ToyDisk((await loadGuestFiles()).disk);
}
