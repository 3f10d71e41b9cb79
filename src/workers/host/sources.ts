/**
 * Where a VM's nondeterminism comes from: the host's clock and random numbers when it records, the log when it replays.
 * Paper section 2.1. Must not know roles, ports or batches as bytes.
 */
import type { ReplaySlice, Replay } from '../../ft/effect.ts';
import type { Slice } from '../../ft/event.ts';
import type { MachineSource } from '../../emulator/machine-types.ts';
import type { LabClock } from '../thread/lab-clock.ts';

/** Moves a guest's clock beyond the end of its frame, so that a frame that has lost its way ends. */
const beyondFrameMs = 2;
/** Until it has been measured: what a VM does in a millisecond. */
const firstGuessPerMs = 200_000;
const smoothing = 0.02;

/** What one frame did, as the log will have it. */
export interface Recorded {
  readonly slices: readonly Slice[];
  readonly randoms: readonly number[];
}

/** Samples the host: lab time at every slice end, random numbers from the browser. */
export class RecordingSource implements MachineSource {
  private slices: Slice[] = [];
  private randoms: number[] = [];
  private instructionsPerMs = firstGuessPerMs;
  private lastSampleMs = 0;
  private readonly clock: LabClock;

  constructor(clock: LabClock) {
    this.clock = clock;
  }

  sliceEnded(instructions: number, clockMs: number): number {
    const { speed, paused } = this.clock.current;
    const sampled = speed === 1 && !paused ? this.sample(instructions, clockMs) : this.paced(instructions, clockMs);
    this.slices.push({ instructions, clockMs: sampled });
    return sampled;
  }

  randomDrawn(): number {
    const [value] = crypto.getRandomValues(new Int32Array(1));
    this.randoms.push(value!);
    return value!;
  }

  take(): Recorded {
    const recorded = { slices: this.slices, randoms: this.randoms };
    this.slices = [];
    this.randoms = [];
    return recorded;
  }

  /** In slow motion the guest's clock advances with its work, at the speed that it had at full speed; idle, with lab time. */
  private paced(instructions: number, clockMs: number): number {
    const worked = clockMs + instructions / this.instructionsPerMs;
    // Cut to a microsecond, but never below what the guest has read already.
    return Math.max(clockMs, Math.floor(worked * 1000) / 1000, this.clock.now());
  }

  private sample(instructions: number, clockMs: number): number {
    const now = this.clock.now();
    const tookMs = now - this.lastSampleMs;
    if (instructions > 50_000 && tookMs > 0.05 && tookMs < 5)
      this.instructionsPerMs += (instructions / tookMs - this.instructionsPerMs) * smoothing;
    this.lastSampleMs = now;
    return Math.max(clockMs, now);
  }
}

/** Plays one frame's slices and random numbers back, and notes the first thing that differs. */
export class ReplayingSource implements MachineSource {
  mismatch: string | null = null;
  /** What the machine really did, which the protocol compares with the log. */
  readonly done: { slices: Slice[]; randoms: number[] } = { slices: [], randoms: [] };
  private readonly replay: Replay;
  private readonly own: RecordingSource;
  private slice = 0;
  private random = 0;

  /** @param own what the machine gets where the log says nothing, because a rule is off */
  constructor(replay: Replay, own: RecordingSource) {
    this.replay = replay;
    this.own = own;
  }

  sliceEnded(instructions: number, clockMs: number): number {
    const logged: ReplaySlice | undefined = this.replay.slices[this.slice++];
    const next = this.nextClockMs(logged, instructions, clockMs);
    this.done.slices.push({ instructions, clockMs: next });
    return next;
  }

  randomDrawn(): number {
    const value = this.nextRandom();
    this.done.randoms.push(value);
    return value;
  }

  /** Slices of the frame that the log has and the machine has not run. */
  get slicesLeft(): number {
    return this.replay.slices.length - this.slice;
  }

  /** Called when the frame has ended: what the log has and the machine did not do. */
  finish(): string | null {
    if (this.replay.randoms !== null && this.random < this.replay.randoms.length)
      this.note('a logged random number was not drawn');
    return this.mismatch;
  }

  private nextClockMs(logged: ReplaySlice | undefined, instructions: number, clockMs: number): number {
    if (logged === undefined) return clockMs + beyondFrameMs;
    return logged.clockMs ?? this.own.sliceEnded(instructions, clockMs);
  }

  private nextRandom(): number {
    const { randoms } = this.replay;
    if (randoms === null) return this.own.randomDrawn();
    const value = randoms[this.random++];
    if (value !== undefined) return value;
    this.note('a random number was drawn that is not in the log');
    return 0;
  }

  private note(text: string): void {
    this.mismatch ??= text;
  }
}
