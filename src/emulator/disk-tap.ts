/**
 * The hypervisor's side of the guest's drive: v86 takes any object with these methods as a disk. Operations get ids in the
 * order in which the guest asks; whoever holds the machine carries them out and delivers their completion between frames.
 * `data` of a write is a copy made when the guest asked, the paper's bounce buffer (3.4).
 * Must not know: where blocks are kept, the log.
 */
import type { DiskOperation } from '../ft/input.ts';
import { v86Build } from './v86-build.ts';
import type { V86Cpu, V86DriveChannel } from './v86-build.ts';

type Done = (data?: Uint8Array) => void;

interface Pending {
  readonly operation: DiskOperation;
  readonly done: Done;
}

const startBit = 1;

export class DiskTap {
  readonly byteLength: number;
  /** v86 sets this and expects it to be called by `load`. */
  onload: ((event: object) => void) | undefined;
  nextOperation: number;
  readonly #bootSectors: Uint8Array | undefined;
  readonly #requested: (request: DiskOperation) => void;
  readonly #pending = new Map<number, Pending>();
  #restoring: DiskOperation | null = null;

  constructor(
    byteLength: number,
    bootSectors: Uint8Array | undefined,
    nextOperation: number,
    requested: (request: DiskOperation) => void,
  ) {
    this.byteLength = byteLength;
    this.nextOperation = nextOperation;
    this.#bootSectors = bootSectors;
    this.#requested = requested;
  }

  load(): void {
    this.onload?.({});
  }

  get(start: number, length: number, done: Done): void {
    this.#ask({ kind: 'read', operation: this.nextOperation, start, length }, done);
  }

  set(start: number, data: Uint8Array, done: Done): void {
    this.#ask({ kind: 'write', operation: this.nextOperation, start, data: data.slice() }, done);
  }

  /** The first sector only: v86 reads the drive's geometry from it. */
  get_and_cache(start: number, length: number, done: Done): void {
    done(this.get_from_cache(start, length));
  }

  get_from_cache(start: number, length: number): Uint8Array | undefined {
    return this.#bootSectors && start + length <= this.#bootSectors.length
      ? this.#bootSectors.subarray(start, start + length)
      : undefined;
  }

  get_buffer(done: Done): void {
    done();
  }

  /** Blocks are not part of a machine's state: they are on the shared storage. */
  get_state(): unknown[] {
    return [];
  }

  set_state(): void {}

  #ask(operation: DiskOperation, done: Done): void {
    if (this.#restoring) {
      this.#resume(this.#restoring, operation, done);
      return;
    }
    this.nextOperation++;
    this.#pending.set(operation.operation, { operation, done });
    this.#requested(operation);
  }

  /** Operations in flight, oldest first. */
  pending(): DiskOperation[] {
    return [...this.#pending.values()].map(({ operation }) => operation);
  }

  /** Ends an operation. Throws when it is not in flight or a read comes without its data. */
  complete(operation: number, data: Uint8Array | null): void {
    const pending = this.#pending.get(operation);
    if (!pending)
      throw new Error(
        `disk operation ${operation} is not in flight; in flight: ${[...this.#pending.keys()].join(', ') || 'none'}`,
      );
    if (pending.operation.kind === 'write') {
      this.#pending.delete(operation);
      pending.done();
      return;
    }
    if (data?.length !== pending.operation.length) {
      throw new Error(
        `disk operation ${operation} reads ${pending.operation.length} bytes, but its completion has ${data?.length ?? 'none'}`,
      );
    }
    this.#pending.delete(operation);
    pending.done(data);
  }

  /** Whether what is in flight can be taken up again after a restore: nothing, or one DMA transfer, which the drive's own registers describe. */
  restorable(cpu: V86Cpu): boolean {
    if (this.#pending.size === 0) return true;
    const channel = cpu.devices.ide.primary;
    return this.#pending.size === 1 && channel !== undefined && isTransferring(channel);
  }

  /**
   * Takes operations up again that were in flight when a snapshot was made. v86 does not save them, but it saves the
   * drive's registers: stopping and starting the DMA engine makes the drive ask the same again. The ids and a write's data
   * are the snapshot's, and the listener does not hear of it: the holder knows them from the snapshot.
   */
  restore(cpu: V86Cpu, operations: readonly DiskOperation[]): void {
    const channel = cpu.devices.ide.primary;
    for (const operation of operations) {
      if (!channel || !isTransferring(channel))
        throw new Error(
          `disk operation ${operation.operation} cannot be taken up again: the drive is not transferring`,
        );
      const command = channel.dma_command;
      this.#restoring = operation;
      channel.dma_write_command8(command & ~startBit);
      channel.dma_write_command8(command);
      this.#restoring = null;
      if (!this.#pending.has(operation.operation))
        throw new Error(`disk operation ${operation.operation} was not taken up again by the drive`);
    }
  }

  #resume(saved: DiskOperation, asked: DiskOperation, done: Done): void {
    const lengthOf = (operation: DiskOperation): number =>
      operation.kind === 'read' ? operation.length : operation.data.length;
    if (saved.kind !== asked.kind || saved.start !== asked.start || lengthOf(saved) !== lengthOf(asked)) {
      throw new Error(
        `the drive asked for a ${asked.kind} at ${asked.start} instead of the saved ${saved.kind} at ${saved.start}`,
      );
    }
    this.#pending.set(saved.operation, { operation: saved, done });
  }
}

function isTransferring(channel: V86DriveChannel): boolean {
  return (
    (channel.dma_command & startBit) !== 0 && v86Build.dmaCommands.includes(channel.current_interface.current_command)
  );
}
