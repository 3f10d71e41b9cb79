/**
 * Registers that v86 writes into its saved state but does not put back: its `set_state` replaces the JavaScript view
 * instead of the value behind it. `last_result` decides conditional jumps whose flags are not computed yet, so a restored
 * guest could take a wrong turn. Must not know: snapshots as a whole.
 */
import type { GuestMemory } from './guest-memory.ts';
import type { RegisterName } from './v86-build.ts';

const names: readonly RegisterName[] = ['last_result', 'mxcsr', 'fpu_status_word'];

export function saveRegisters(memory: GuestMemory): number[] {
  return names.map((name) => memory.uint32(name));
}

export function restoreRegisters(memory: GuestMemory, values: readonly number[]): void {
  for (const [index, name] of names.entries()) memory.setUint32(name, values[index] ?? 0);
}
