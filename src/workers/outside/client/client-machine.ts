/**
 * The client: a Linux machine that nobody protects, in lab time. It runs a frame, lets messages in, and sleeps when its
 * guest idles. Its kernel's TCP is the judge of what FT does. Must not know the switch, nor what its application says.
 */
import { Machine } from '../../../emulator/machine.ts';
import { clientAddress } from '../../network/addresses.ts';
import type { LabClock } from '../../thread/lab-clock.ts';
import { createTurn } from '../../thread/this-thread.ts';
import { InputQueue } from './input-queue.ts';

export interface ClientMachineOptions {
  readonly wasmModule: WebAssembly.Module;
  readonly image: Uint8Array;
  readonly clock: LabClock;
  readonly packetSent: (frame: Uint8Array) => void;
  readonly consoleWritten: (port: 0 | 1, byte: number) => void;
  /** The machine stopped for good. One sentence. */
  readonly stopped: (reason: string) => void;
}

const memoryBytes = 32 * 2 ** 20;
/** A guest that gets faster than this in lab time is held back: without it, slow motion would slow its clock but not its work. */
const instructionsPerMs = 1e6;
/** How far the guest's clock may be ahead of lab time before the machine waits. */
const toleratedLeadMs = 1;

const commandLine = `console=ttyS0 tsc=reliable quiet IP=${clientAddress.ip}/24 HOST=client MAC=${clientAddress.mac} ROLE=client`;

export class ClientMachine {
  private readonly options: ClientMachineOptions;
  private readonly inputs = new InputQueue();
  private readonly turn = createTurn(() => this.run());
  /** Lab time when the guest's clock was 0. */
  private readonly bootedAtMs: number;
  private machine: Machine | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wakeAtMs = 0;
  private isJitWanted = false;
  /** Only a timer or something that comes in makes it run again. */
  private isAsleep = false;

  private constructor(options: ClientMachineOptions) {
    this.options = options;
    this.bootedAtMs = options.clock.now();
  }

  /** @throws when the emulator cannot start the image. */
  static async start(options: ClientMachineOptions): Promise<ClientMachine> {
    const client = new ClientMachine(options);
    const { wasmModule, image, clock, consoleWritten, packetSent } = options;
    const random = new Int32Array(1);
    client.machine = await Machine.start(
      { wasmModule, image, commandLine, memoryBytes, diskBytes: 0, jit: 'off-until-switched' },
      {
        sliceEnded: (instructions, clockMs) =>
          Math.max(clockMs + instructions / instructionsPerMs, clock.now() - client.bootedAtMs),
        randomDrawn: () => crypto.getRandomValues(random)[0]!,
      },
      {
        consoleWritten,
        packetSent,
        diskRequested: () => undefined,
        interruptRaised: () => undefined,
        halted: () => client.stop('The client machine was powered off.'),
      },
    );
    client.turn.request();
    return client;
  }

  get instructions(): number {
    return this.machine?.instructions ?? 0;
  }

  /** Frames that came when too many waited already. */
  get droppedFrames(): number {
    return this.inputs.droppedFrames;
  }

  receive(frame: Uint8Array): void {
    this.inputs.addFrame(frame);
    if (!this.isAsleep) return this.turn.request();
    // A sleeping guest gets it at once, with the others that came in the same message.
    this.isAsleep = false;
    queueMicrotask(() => this.run());
  }

  /** Port 0 is the shell, 1 the application. */
  type(port: 0 | 1, bytes: Uint8Array): void {
    this.inputs.addConsole(port, bytes);
    this.turn.request();
  }

  /** From the next frame on. Booting is quicker without the JIT; what comes after is quicker with it. */
  switchJitOn(): void {
    this.isJitWanted = true;
  }

  /** After lab time was paused, resumed, slowed or sped up. */
  retime(): void {
    this.turn.request();
  }

  close(): void {
    clearTimeout(this.timer);
    this.turn.close();
    this.machine?.destroy();
    this.machine = null;
  }

  private run(): void {
    clearTimeout(this.timer);
    this.isAsleep = false;
    const { machine } = this;
    const { clock } = this.options;
    if (machine === null || this.isAhead(machine)) return;
    if (!this.inputs.deliverTo(machine) && clock.now() < this.wakeAtMs) {
      this.sleep();
      return;
    }
    try {
      if (this.isJitWanted && !machine.jitOn)
        machine.deliver({ kind: 'controlled', control: { kind: 'jit-switched-on' } });
      const idleMs = machine.frame();
      this.wakeAtMs = this.bootedAtMs + machine.clockMs + (idleMs > 0 ? idleMs : -toleratedLeadMs);
    } catch (error) {
      this.stop(`The client machine failed: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    this.sleep();
  }

  /** While paused it goes on only as far as steps have moved lab time; `retime` wakes it. */
  private isAhead(machine: Machine): boolean {
    const { clock } = this.options;
    return clock.current.paused && clock.now() <= this.bootedAtMs + machine.clockMs;
  }

  private sleep(): void {
    if (this.machine === null) return;
    const waitMs = this.options.clock.realMsUntil(this.wakeAtMs);
    this.isAsleep = waitMs > 0;
    if (waitMs === 0) this.turn.request();
    // Not from the timer itself, since browsers make timers that start timers wait for 4 ms; and in whole milliseconds, since
    // they cut off the rest and the guest would wake too early.
    else if (waitMs !== Infinity) this.timer = setTimeout(() => this.turn.request(), Math.ceil(waitMs));
  }

  private stop(reason: string): void {
    this.machine = null;
    this.options.stopped(reason);
  }
}
