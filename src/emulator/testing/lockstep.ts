/**
 * A primary that records and backups that replay, in one thread and without a protocol: the smallest thing that shows
 * whether a machine is deterministic. Idle time is skipped, so nothing waits. For tests and benchmarks.
 * Must not know: ports, workers.
 */
import type { Input } from '../../ft/input.ts';
import { consolePorts } from '../console.ts';
import type { ConsolePort } from '../console.ts';
import { hostNowMs } from '../globals.ts';
import { Machine } from '../machine.ts';
import type { MachineListener, MachineOptions, MachineSnapshot, MachineSource } from '../machine-types.ts';
import type { ToyDisk } from './toy-disk.ts';

export type SourceEntry =
  | { readonly kind: 'slice-ended'; readonly instructions: number; readonly clockMs: number }
  | { readonly kind: 'random-drawn'; readonly value: number };

/** One frame: what came in before it, what was logged during it, and the registers after it. */
export interface RecordedFrame {
  readonly inputs: readonly Input[];
  readonly entries: readonly SourceEntry[];
  readonly registers: number;
}

/** Takes time from the host and chance from its random source, and notes both. */
export class RecordingSource implements MachineSource {
  readonly #offsetMs: number;
  #skippedMs = 0;
  entries: SourceEntry[] = [];

  constructor(fromMs: number) {
    this.#offsetMs = fromMs - hostNowMs();
  }

  skip(idleMs: number): void {
    this.#skippedMs += idleMs;
  }

  sliceEnded(instructions: number, clockMs: number): number {
    const now = Math.floor((hostNowMs() + this.#offsetMs + this.#skippedMs) * 1000) / 1000;
    const next = Math.max(clockMs, now);
    this.entries.push({ kind: 'slice-ended', instructions, clockMs: next });
    return next;
  }

  randomDrawn(): number {
    const value = crypto.getRandomValues(new Int32Array(1))[0]!;
    this.entries.push({ kind: 'random-drawn', value });
    return value;
  }
}

/** The log says one thing and the machine does another. */
export class DivergedError extends Error {}

/** Reads time and chance from a recorded frame, and checks every slice against it. */
export class ReplayingSource implements MachineSource {
  #entries: readonly SourceEntry[] = [];
  #next = 0;

  play(entries: readonly SourceEntry[]): void {
    this.#entries = entries;
    this.#next = 0;
  }

  get played(): boolean {
    return this.#next === this.#entries.length;
  }

  sliceEnded(instructions: number): number {
    const entry = this.#entries[this.#next++];
    if (entry?.kind !== 'slice-ended' || entry.instructions !== instructions) {
      throw new DivergedError(
        `a slice ended after ${instructions} instructions; the log has ${JSON.stringify(entry ?? 'nothing')}`,
      );
    }
    return entry.clockMs;
  }

  randomDrawn(): number {
    const entry = this.#entries[this.#next++];
    if (entry?.kind !== 'random-drawn')
      throw new DivergedError(`a random value was drawn; the log has ${JSON.stringify(entry ?? 'nothing')}`);
    return entry.value;
  }
}

/** What a machine said, as text and lists. */
export class Transcript implements MachineListener {
  readonly consoles: [string, string] = ['', ''];
  readonly packets: Uint8Array[] = [];
  readonly requests: string[] = [];
  interrupts = 0;
  isHalted = false;
  readonly #disk: ToyDisk | null;

  constructor(disk: ToyDisk | null) {
    this.#disk = disk;
  }

  consoleWritten(port: ConsolePort, byte: number): void {
    this.consoles[port] += String.fromCharCode(byte);
  }

  packetSent(frame: Uint8Array): void {
    this.packets.push(frame);
  }

  diskRequested(request: Parameters<MachineListener['diskRequested']>[0]): void {
    this.requests.push(`${request.operation} ${request.kind} ${request.start}`);
    this.#disk?.request(request);
  }

  interruptRaised(): void {
    this.interrupts++;
  }

  halted(): void {
    this.isHalted = true;
  }
}

/** A machine that runs on the host's time, keeps what it did, and can be typed to. */
export class RecordedMachine {
  readonly frames: RecordedFrame[] = [];
  readonly said: Transcript;
  readonly machine: Machine;
  readonly disk: ToyDisk;
  readonly #source: RecordingSource;
  readonly #typed: [number[], number[]] = [[], []];
  #inputs: Input[] = [];

  private constructor(machine: Machine, source: RecordingSource, said: Transcript, disk: ToyDisk) {
    this.machine = machine;
    this.#source = source;
    this.said = said;
    this.disk = disk;
  }

  static async start(options: MachineOptions, disk: ToyDisk, snapshot?: MachineSnapshot): Promise<RecordedMachine> {
    const source = new RecordingSource(snapshot?.clockMs ?? 0);
    const said = new Transcript(disk);
    const machine = await Machine.start(options, source, said, snapshot);
    return new RecordedMachine(machine, source, said, disk);
  }

  /** Types into a console; bytes that its FIFO has no room for follow in later frames. */
  type(text: string, port: ConsolePort = 0): void {
    this.#typed[port].push(...new TextEncoder().encode(text));
  }

  /** Gives the machine an input before its next frame. */
  deliver(input: Input): void {
    this.#inputs.push(input);
    this.machine.deliver(input);
  }

  /** Runs one frame and returns its record. */
  frame(): RecordedFrame {
    for (const completion of this.disk.completions()) this.deliver(completion);
    for (const port of consolePorts) {
      const bytes = Uint8Array.from(this.#typed[port].splice(0, this.machine.consoleRoom(port)));
      if (bytes.length > 0) this.deliver({ kind: 'console-input', port, bytes });
    }
    const idleMs = this.machine.frame();
    this.#source.skip(this.machine.pendingDiskOperations().length > 0 ? Math.min(idleMs, 1) : idleMs);
    const record = { inputs: this.#inputs, entries: this.#source.entries, registers: this.machine.registersDigest() };
    this.#inputs = [];
    this.#source.entries = [];
    this.frames.push(record);
    return record;
  }

  /** Runs frames until `text` appears on the service console; throws after `limit` frames, with what was said. */
  runUntil(text: string, each: (frame: RecordedFrame) => void = () => {}, limit = 200_000): void {
    const from = this.said.consoles[0].length;
    for (let count = 0; !this.said.consoles[0].slice(from).includes(text); count++) {
      if (count === limit)
        throw new Error(`"${text}" did not appear in ${limit} frames; the end: ${this.said.consoles[0].slice(-400)}`);
      each(this.frame());
    }
  }
}

/** A machine that does what another one did. */
export class ReplayedMachine {
  readonly said: Transcript;
  readonly machine: Machine;
  readonly #source: ReplayingSource;

  private constructor(machine: Machine, source: ReplayingSource, said: Transcript) {
    this.machine = machine;
    this.#source = source;
    this.said = said;
  }

  static async start(options: MachineOptions, snapshot?: MachineSnapshot): Promise<ReplayedMachine> {
    const source = new ReplayingSource();
    const said = new Transcript(null);
    return new ReplayedMachine(await Machine.start(options, source, said, snapshot), source, said);
  }

  /** Replays one frame. Throws DivergedError when a slice, a draw or the registers after it differ. */
  frame(record: RecordedFrame): void {
    for (const input of record.inputs) this.machine.deliver(input);
    this.#source.play(record.entries);
    this.machine.frame();
    if (!this.#source.played) throw new DivergedError('the frame ended before its log entries did');
    if (this.machine.registersDigest() !== record.registers)
      throw new DivergedError(`registers differ after frame ${this.machine.frames}`);
  }
}
