/**
 * Replays a recording in a VM of its own and compares everything that a backup would compare, at every frame: slice lengths,
 * outputs, registers, console, and all RAM where it was hashed. Paper section 2.1. Must not know time, threads or the page.
 */
import type { Batch } from '../../ft/message/message.ts';
import { inputsOf } from '../../ft/replica/frames.ts';
import { outputDigest } from '../../ft/replica/outputs.ts';
import { difference } from '../../ft/replica/replay.ts';
import { hostNowMs } from '../../emulator/globals.ts';
import { ConsoleTap } from '../host/console-tap.ts';
import type { ServiceSetup } from '../host/messages.ts';
import { ServiceVm } from '../host/service-vm.ts';
import { messageOf } from '../lab/lab-error.ts';
import { LabClock } from '../thread/lab-clock.ts';
import type { Recording } from './read-recording.ts';

/** What a replay has shown in the end. */
export type Verdict =
  | {
      readonly kind: 'identical';
      readonly frames: number;
      readonly instructions: number;
      readonly memoryChecks: number;
    }
  | { readonly kind: 'diverged'; readonly frame: number; readonly instructions: number; readonly what: string };

/** Nothing asks this clock: a recording says everything that a machine would ask. */
const stoppedClock = new LabClock({ labMs: 0, realMs: 0, speed: 1, paused: true }, hostNowMs);

export class RecordingPlayer {
  readonly console: ConsoleTap;
  /** Frames that were replayed. */
  position = 0;
  memoryChecks = 0;
  /** Lab time of the recorded run. */
  labMs = 0;
  verdict: Verdict | null = null;
  private readonly recording: Recording;
  private readonly vm: ServiceVm;

  private constructor(recording: Recording, vm: ServiceVm) {
    this.recording = recording;
    this.vm = vm;
    this.console = vm.console;
    if (recording.batches.length === 0) this.finish();
  }

  /** @throws what the machine throws */
  static async start(
    recording: Recording,
    guest: Pick<ServiceSetup, 'wasmModule' | 'image'>,
    console = new ConsoleTap(),
  ): Promise<RecordingPlayer> {
    const { commandLine, memoryBytes, diskBytes, bootSector } = recording.header.options;
    const bootSectors = Uint8Array.from(bootSector.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
    const setup = { ...guest, commandLine, memoryBytes, diskBytes, bootSectors };
    return new RecordingPlayer(recording, await ServiceVm.start(setup, stoppedClock, console, recording.snapshot));
  }

  get frames(): number {
    return this.recording.batches.length;
  }

  get instructions(): number {
    return this.vm.machine.instructions;
  }

  get guestMs(): number {
    return this.vm.machine.clockMs;
  }

  /** The batch that `playNext` will replay, or null at the end. */
  next(): Batch | null {
    return this.verdict === null ? this.recording.batches.at(this.position) : null;
  }

  /** Replays one frame. Afterwards `verdict` tells whether that was the last one. */
  playNext(): void {
    const batch = this.next();
    if (batch === null) return;
    const found = this.play(batch);
    this.labMs = batch.sentAtMs;
    if (found !== null) {
      this.verdict = { kind: 'diverged', frame: this.position + 1, instructions: this.instructions, what: found };
      return;
    }
    this.position++;
    if (this.position === this.frames) this.finish();
  }

  destroy(): void {
    this.vm.destroy();
  }

  private play(batch: Batch): string | null {
    const slices = batch.entries.filter((entry) => entry.kind === 'slice-ended');
    const randoms = batch.entries.flatMap((entry) => (entry.kind === 'random-drawn' ? [entry.value] : []));
    const isHashed = batch.entries.some((entry) => entry.kind === 'memory-hashed');
    try {
      const result = this.vm.runFrame(inputsOf(batch), { slices, randoms }, isHashed ? 'now' : 'no');
      if (isHashed) this.memoryChecks++;
      return difference(batch, result, result.outputs.map(outputDigest));
    } catch (error) {
      return `the machine failed: ${messageOf(error)}`;
    }
  }

  /** All RAM once more at the very end, where the recording has its digest. */
  private finish(): void {
    const { memoryDigest } = this.recording.header;
    if (memoryDigest !== null) {
      const found = this.vm.machine.memoryDigest();
      this.memoryChecks++;
      if (found !== memoryDigest) {
        const what = `memory has digest ${found} at the end, the recording has ${memoryDigest}`;
        this.verdict = { kind: 'diverged', frame: this.position, instructions: this.instructions, what };
        return;
      }
    }
    const { position, instructions, memoryChecks } = this;
    this.verdict = { kind: 'identical', frames: position, instructions, memoryChecks };
  }
}
