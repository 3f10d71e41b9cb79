/**
 * A Linux machine whose execution depends on nothing but its image, its inputs and its source. Paper section 2.
 * Frames are the unit of execution, inputs come in between two frames only, and a snapshot is taken between two as well.
 * Must not know: roles, ports, threads, where the log goes.
 */
import type { DiskOperation, Input } from '../ft/input.ts';
import { bootV86 } from './boot.ts';
import { Consoles } from './console.ts';
import type { ConsolePort } from './console.ts';
import { DiskTap } from './disk-tap.ts';
import { asGuest, asGuestAsync, asHost } from './globals.ts';
import { GuestClock } from './guest-clock.ts';
import { GuestMemory, pageBytes } from './guest-memory.ts';
import { InstructionCount } from './instruction-count.ts';
import type { MachineListener, MachineOptions, MachineSnapshot, MachineSource } from './machine-types.ts';
import { MemoryDigest } from './memory-digest.ts';
import { NetworkCard } from './network-card.ts';
import { digestRegisters, listRegisters } from './registers.ts';
import type { Register } from './registers.ts';
import { restoreRegisters, saveRegisters } from './saved-registers.ts';
import type { V86Instance } from './v86-build.ts';
import type { WasmHooks, WasmParts } from './wasm-imports.ts';

/** Starts of this thread, one after the other: v86 reads the replaced global clock while it starts. */
let lastStart: Promise<unknown> = Promise.resolve();

export class Machine {
  /** May be replaced between two frames: a backup that goes live stops reading the log. */
  source: MachineSource;
  readonly #listener: MachineListener;
  readonly #clock: GuestClock;
  readonly #disk: DiskTap | null;
  #parts!: WasmParts;
  #emulator!: V86Instance;
  #consoles!: Consoles;
  #network!: NetworkCard;
  #memory!: GuestMemory;
  #digest!: MemoryDigest;
  #count!: InstructionCount;
  #frames: number;
  #state: 'starting' | 'idle' | 'running' | 'failed' | 'destroyed' = 'starting';

  private constructor(
    options: MachineOptions,
    source: MachineSource,
    listener: MachineListener,
    snapshot: MachineSnapshot | undefined,
  ) {
    this.source = source;
    this.#listener = listener;
    this.#clock = new GuestClock(snapshot?.clockMs ?? 0);
    this.#frames = snapshot?.frames ?? 0;
    this.#disk =
      options.diskBytes > 0
        ? new DiskTap(options.diskBytes, options.bootSectors, snapshot?.nextOperation ?? 1, (request) =>
            asHost(() => listener.diskRequested(request)),
          )
        : null;
  }

  /**
   * Powers a machine on, or takes one up from a snapshot, which must come from a machine with the same options.
   * Disk operations that were in flight then are in flight again (`pendingDiskOperations`); the listener hears nothing.
   * Throws when v86 is another version, or the image or the snapshot cannot be used.
   */
  static start(
    options: MachineOptions,
    source: MachineSource,
    listener: MachineListener,
    snapshot?: MachineSnapshot,
  ): Promise<Machine> {
    const machine = new Machine(options, source, listener, snapshot);
    const started = lastStart.then(() => asGuestAsync(machine.#clock, () => machine.#start(options, snapshot)));
    lastStart = started.catch(() => {});
    return started.then(() => machine);
  }

  async #start(options: MachineOptions, snapshot: MachineSnapshot | undefined): Promise<void> {
    if (snapshot) checkFits(options, snapshot);
    this.#emulator = await bootV86(options, this.#disk, this.#hooks());
    const { exports, jit } = this.#parts;
    const { cpu } = this.#emulator.v86;
    this.#consoles = new Consoles(this.#emulator, (port, byte) =>
      asHost(() => this.#listener.consoleWritten(port, byte)),
    );
    this.#network = new NetworkCard(this.#emulator, (frame) => asHost(() => this.#listener.packetSent(frame)));
    this.#memory = new GuestMemory(exports.memory, this.#parts.ramStart(), options.memoryBytes);
    this.#digest = await MemoryDigest.create(this.#memory);
    jit.switch((snapshot ? snapshot.jitOn : options.jit === 'on') ? 'on' : 'off');
    if (snapshot) {
      await this.#emulator.restore_state(snapshot.state);
      restoreRegisters(this.#memory, snapshot.registers);
      this.#consoles.restore(snapshot.consoleFifos);
      this.#disk?.restore(cpu, snapshot.pendingOperations);
    }
    this.#count = new InstructionCount(() => this.#memory.uint32('instruction_counter'), snapshot?.instructions ?? 0);
    this.#clock.frozen = false;
    this.#state = 'idle';
  }

  #hooks(): WasmHooks {
    return {
      readClockMs: () => this.#clock.readClockMs(),
      drawRandom: () => asHost(() => this.source.randomDrawn()),
      endSlice: () => {
        const instructions = this.#count.closeSlice();
        return (this.#clock.clockMs = asHost(() => this.source.sliceEnded(instructions, this.#clock.clockMs)));
      },
      interruptRaised: (line) => {
        if (this.#state === 'starting') return;
        asHost(() => this.#listener.interruptRaised(line, this.#count.now, this.#memory.uint32('instruction_pointer')));
      },
      halted: () => asHost(() => this.#listener.halted()),
      ready: (parts) => (this.#parts = parts),
    };
  }

  /** Instructions since the guest was powered on, across snapshots. */
  get instructions(): number {
    return this.#count.now;
  }

  /** The guest's clock in milliseconds. */
  get clockMs(): number {
    return this.#clock.clockMs;
  }

  /** Frames since the guest was powered on, across snapshots. */
  get frames(): number {
    return this.#frames;
  }

  get ramBytes(): number {
    return this.#memory.ramBytes;
  }

  get jitOn(): boolean {
    return this.#parts.jit.on;
  }

  /** Frames of the network that the guest had no buffer for. */
  get droppedPackets(): number {
    return this.#network.dropped;
  }

  /** How many bytes `deliver` takes for a console now; the host queues the rest. */
  consoleRoom(port: ConsolePort): number {
    return this.#consoles.room(port);
  }

  /** How many frames `deliver` takes without dropping now. */
  get packetRoom(): number {
    return this.#network.room;
  }

  /**
   * Runs the guest for about one millisecond of its own time, several slices. Returns the milliseconds that the guest will
   * idle unless something comes in; 0 when it is busy. Throws what the source throws; the machine is unusable then, but its
   * registers and memory can still be read.
   */
  frame(): number {
    this.#require('idle');
    this.#state = 'running';
    let idleMs = 0;
    try {
      idleMs = asGuest(this.#clock, () => this.#parts.exports.main_loop());
    } catch (error) {
      this.#state = 'failed';
      throw error;
    }
    this.#state = 'idle';
    this.#frames++;
    return idleMs;
  }

  /**
   * Gives the guest one input, between two frames. Throws when a console has no room, or no such disk operation is in
   * flight. Controls other than the JIT's are the host's business and change nothing here.
   */
  deliver(input: Input): void {
    this.#require('idle');
    asGuest(this.#clock, () => {
      if (input.kind === 'console-input') this.#consoles.deliver(input.port, input.bytes);
      else if (input.kind === 'packet-received') this.#network.deliver(input.frame);
      else if (input.kind === 'disk-completed') this.#completeDisk(input.operation, input.data);
      else if (input.control.kind === 'jit-switched-on') this.#parts.jit.switch('on');
    });
  }

  #completeDisk(operation: number, data: Uint8Array | null): void {
    if (!this.#disk) throw new Error(`disk operation ${operation} was completed, but this machine has no disk`);
    this.#disk.complete(operation, data);
  }

  /** Disk operations in flight, oldest first: what a backup issues again when it goes live (3.4). */
  pendingDiskOperations(): DiskOperation[] {
    return this.#disk?.pending() ?? [];
  }

  /** Whether a snapshot can be taken now. False only while a disk transfer without DMA is in flight, which Linux does not use once booted. */
  get quiescent(): boolean {
    return this.#state === 'idle' && (this.#disk?.restorable(this.#emulator.v86.cpu) ?? true);
  }

  /**
   * The machine's state, for FT VMotion (3.1). A machine started from it has an empty JIT and a fresh time stamp counter, so
   * both replicas must start anew from the snapshot; this machine itself must not go on in lockstep. Throws unless quiescent.
   */
  async snapshot(): Promise<MachineSnapshot> {
    this.#require('idle');
    if (!this.quiescent)
      throw new Error('a disk operation without DMA is in flight: run another frame, then take the snapshot');
    this.#clock.frozen = true;
    try {
      const state = await asGuestAsync(this.#clock, () => this.#emulator.save_state());
      return {
        state,
        memoryBytes: this.ramBytes,
        diskBytes: this.#disk?.byteLength ?? 0,
        clockMs: this.clockMs,
        instructions: this.instructions,
        frames: this.frames,
        jitOn: this.jitOn,
        nextOperation: this.#disk?.nextOperation ?? 1,
        pendingOperations: this.pendingDiskOperations(),
        consoleFifos: this.#consoles.fifos(),
        registers: saveRegisters(this.#memory),
      };
    } finally {
      this.#clock.frozen = false;
    }
  }

  /** A quick digest of all registers, to compare at every batch. */
  registersDigest(): number {
    return digestRegisters(this.#memory);
  }

  /** All registers by name, to say which one differs. */
  registers(): Register[] {
    return listRegisters(this.#memory);
  }

  /** xxhash64 of all RAM as 16 hex digits. */
  memoryDigest(): string {
    return this.#digest.all();
  }

  /** A quick 32-bit hash of each page of 4 KiB. */
  pageDigests(): Uint32Array {
    return this.#digest.pages();
  }

  /** A copy of one page of RAM. */
  page(index: number): Uint8Array {
    return this.#memory.ram().slice(index * pageBytes, (index + 1) * pageBytes);
  }

  /**
   * How many pages of one of `parts` parts of RAM changed since the last call for it, null the first time: what a transfer of
   * state instead of a log would send (the lectures' comparison).
   */
  dirtyPages(part: number, parts: number): number | null {
    return this.#digest.countDirtyPages(part, parts);
  }

  /** Powers off and lets go of v86; its memory is freed once the machine itself is unreachable. */
  destroy(): void {
    if (this.#state === 'destroyed') return;
    this.#state = 'destroyed';
    void this.#emulator.destroy();
  }

  #require(state: 'idle'): void {
    if (this.#state !== state)
      throw new Error(
        `the machine is ${this.#state}: frames, inputs and snapshots need one that stands between two frames`,
      );
  }
}

function checkFits(options: MachineOptions, snapshot: MachineSnapshot): void {
  for (const name of ['memoryBytes', 'diskBytes'] as const) {
    if (options[name] !== snapshot[name])
      throw new Error(`the snapshot is of a machine with ${name} ${snapshot[name]}, this one has ${options[name]}`);
  }
}
