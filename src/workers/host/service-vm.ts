/**
 * One host's virtual machine: runs a frame as the protocol asks, recording or replaying, and says what it did.
 * Paper sections 2.1, 3.1, 3.4. Must not know roles, ports or threads.
 */
import type { Replay } from '../../ft/effect.ts';
import type { FrameResult } from '../../ft/event.ts';
import type { Input, Output } from '../../ft/input.ts';
import { Machine } from '../../emulator/machine.ts';
import type { MachineListener } from '../../emulator/machine-types.ts';
import { hostNowMs } from '../../emulator/globals.ts';
import type { LabClock } from '../thread/lab-clock.ts';
import type { ConsoleTap } from './console-tap.ts';
import type { InterruptCounts, ServiceSetup, VmSnapshot } from './messages.ts';
import { RecordingSource, ReplayingSource } from './sources.ts';

/** Interrupt lines of a PC with v86's devices. */
const lines: Readonly<Record<number, keyof InterruptCounts>> = {
  0: 'timer',
  3: 'serial',
  4: 'serial',
  10: 'nic',
  11: 'nic',
  14: 'disk',
  15: 'disk',
};

export class ServiceVm {
  readonly console: ConsoleTap;
  readonly interrupts: InterruptCounts = { timer: 0, serial: 0, nic: 0, disk: 0 };
  /** The guest stopped its processor for good. */
  halted = false;
  /** Real milliseconds that frames took. */
  busyMs = 0;
  readonly machine: Machine;
  private readonly recording: RecordingSource;
  private readonly outputs: Output[];

  private constructor(machine: Machine, parts: { console: ConsoleTap; recording: RecordingSource; outputs: Output[] }) {
    this.machine = machine;
    this.console = parts.console;
    this.recording = parts.recording;
    this.outputs = parts.outputs;
  }

  /** Powers the VM on, or takes it up from a snapshot. @throws what the machine throws */
  static async start(
    setup: ServiceSetup,
    clock: LabClock,
    console: ConsoleTap,
    snapshot: VmSnapshot | null,
  ): Promise<ServiceVm> {
    const outputs: Output[] = [];
    const recording = new RecordingSource(clock);
    const slot: { vm?: ServiceVm } = {};
    const listener: MachineListener = {
      consoleWritten: (port, byte) => console.written(port, byte),
      packetSent: (frame) => outputs.push({ kind: 'packet-sent', frame }),
      diskRequested: (request) => outputs.push({ kind: 'disk-requested', request }),
      interruptRaised: (line) => {
        const device = lines[line];
        if (slot.vm !== undefined && device !== undefined) slot.vm.interrupts[device]++;
      },
      halted: () => {
        if (slot.vm !== undefined) slot.vm.halted = true;
      },
    };
    console.restart(snapshot === null ? null : { digest: snapshot.consoleDigest, tail: snapshot.consoleTail });
    const machine = await Machine.start(
      { ...setup, jit: 'off-until-switched' },
      recording,
      listener,
      snapshot?.machine,
    );
    slot.vm = new ServiceVm(machine, { console, recording, outputs });
    return slot.vm;
  }

  /**
   * Delivers `inputs` and runs one frame; records when `replay` is null. What differs from the log is named in the result's
   * `mismatch`. v86's main loop runs for a millisecond of the guest's time: a recorded frame is so many of them while the guest
   * is busy and makes no output, a replayed one as many as use up the slices of the log.
   */
  runFrame(inputs: readonly Input[], replay: Replay | null, hashMemory: 'now' | 'no', lengthMs = 1): FrameResult {
    const startedMs = hostNowMs();
    const { machine } = this;
    const replaying = replay === null ? null : new ReplayingSource(replay, this.recording);
    machine.source = replaying ?? this.recording;
    this.recording.take();
    const refused = this.deliverAll(inputs);
    let idleMs = machine.frame();
    if (replaying === null)
      for (let loops = 1; loops < lengthMs && idleMs === 0 && this.outputs.length === 0 && !this.halted; loops++)
        idleMs = machine.frame();
    else while (replaying.slicesLeft > 0) idleMs = machine.frame();
    const mismatch = replaying === null ? null : (refused ?? replaying.finish());
    const { slices, randoms } = replaying === null ? this.recording.take() : replaying.done;
    const outputs = this.outputs.splice(0);
    this.busyMs += hostNowMs() - startedMs;
    return {
      slices,
      randoms,
      outputs,
      instructions: machine.instructions,
      registersDigest: machine.registersDigest(),
      consoleDigest: this.console.digest,
      ...(hashMemory === 'now' ? { memoryDigest: machine.memoryDigest() } : {}),
      idleMs,
      quiescent: machine.quiescent,
      mismatch,
    };
  }

  /** Bounce buffers are off: the data lands in the guest now, wherever it is. */
  deliverNow(input: Input): void {
    this.machine.deliver(input);
  }

  async snapshot(): Promise<VmSnapshot> {
    return {
      machine: await this.machine.snapshot(),
      consoleDigest: this.console.digest,
      consoleTail: this.console.lastBytes(),
    };
  }

  destroy(): void {
    this.machine.destroy();
  }

  /** A primary never logs what does not fit; a replica that cannot take it has diverged, and says so. */
  private deliverAll(inputs: readonly Input[]): string | null {
    let refused: string | null = null;
    for (const input of inputs) {
      try {
        this.machine.deliver(input);
      } catch (error) {
        refused ??= error instanceof Error ? error.message : String(error);
      }
    }
    return refused;
  }
}
