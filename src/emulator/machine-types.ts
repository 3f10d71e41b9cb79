/**
 * What the holder of a machine gives it and hears from it. Paper sections 2.1 and 3.
 * Must not know: v86.
 */
import type { DiskOperation } from '../ft/input.ts';

export interface MachineOptions {
  /** v86.wasm, compiled once and shared by all threads. */
  readonly wasmModule: WebAssembly.Module;
  /** The guest as a multiboot ELF file. */
  readonly image: Uint8Array;
  readonly commandLine: string;
  readonly memoryBytes: number;
  /** Size of the virtual drive; 0 for none. */
  readonly diskBytes: number;
  /** The drive's first sector, from which v86 takes the geometry. Must be the same on all replicas. */
  readonly bootSectors?: Uint8Array;
  readonly jit: 'on' | 'off-until-switched';
}

/** Where nondeterminism comes from: the outside for a primary, the log for a backup. What it throws ends the machine. */
export interface MachineSource {
  /** A slice of so many instructions ended while the guest's clock stood at `clockMs`. Returns the clock from now on, never less. */
  sliceEnded(instructions: number, clockMs: number): number;
  /** The next value of the processor's RDRAND, a signed 32-bit integer. */
  randomDrawn(): number;
}

/** Called while a frame runs, or while an input is delivered. What it gets is its own copy. */
export interface MachineListener {
  consoleWritten(port: 0 | 1, byte: number): void;
  packetSent(frame: Uint8Array): void;
  diskRequested(request: DiskOperation): void;
  /**
   * A device raised an interrupt line, at a slice end or while an input is delivered; the guest takes it once it allows
   * interrupts. `instructions` is exact up to the basic block; the pointer is the guest's virtual address.
   */
  interruptRaised(line: number, instructions: number, instructionPointer: number): void;
  /** The guest stopped its processor for good: interrupts off and HLT, as `poweroff -f` does. */
  halted(): void;
}

/** A machine between two frames; structured-cloneable, `state` may be transferred. Both replicas start anew from it (3.1). */
export interface MachineSnapshot {
  /** v86's own saved state. */
  readonly state: ArrayBuffer;
  /** As in the options of the machine that it was taken from. */
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly clockMs: number;
  readonly instructions: number;
  readonly frames: number;
  readonly jitOn: boolean;
  /** The id that the next disk operation gets. */
  readonly nextOperation: number;
  /** Disk operations in flight, with the data as it was when the guest asked: at most one. */
  readonly pendingOperations: readonly DiskOperation[];
  /** Console bytes that the guest has not read yet, for each port. */
  readonly consoleFifos: readonly (readonly number[])[];
  /** Registers that v86 saves but does not put back. */
  readonly registers: readonly number[];
}
