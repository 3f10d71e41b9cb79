/**
 * What a host tells its replica. Events are in the past tense and carry lab time. Paper section 2.
 * Must not know threads or ports: the same events come from a real host and from the simulation.
 */
import type { HostId } from './host-id.ts';
import type { Input, Output } from './input.ts';
import type { VmotionPurpose } from './message/message.ts';
import type { Rules } from './rules.ts';
import type { StorageReply } from './storage.ts';

/** One slice of a frame: how many instructions it ran, and what the guest's clock was read as at its end. */
export interface Slice {
  readonly instructions: number;
  readonly clockMs: number;
}

/** What one frame of the machine did. */
export interface FrameResult {
  readonly slices: readonly Slice[];
  readonly randoms: readonly number[];
  /** In the order in which the guest made them. */
  readonly outputs: readonly Output[];
  /** Of the whole VM since it booted. */
  readonly instructions: number;
  /** Unsigned 32-bit. */
  readonly registersDigest: number;
  /** Unsigned 32-bit, of all console output so far. */
  readonly consoleDigest: number;
  /** Present when the frame was asked for with `hashMemory: 'now'`. */
  readonly memoryDigest?: string;
  /** For how long the guest wants to sleep. */
  readonly idleMs: number;
  /** Nothing is half done in the machine's devices, so a snapshot of it is whole. */
  readonly quiescent: boolean;
  /** What the machine itself found to differ from the log during replay, such as the length of a slice. */
  readonly mismatch?: string | null;
}

export type Command =
  | { readonly kind: 'power-off' }
  /** CPU share of the VM, 1 to 100; mirrored on the log (CO2). */
  | { readonly kind: 'set-cpu'; readonly percent: number }
  /** CPU share that this host has left for its VM, 1 to 100; not mirrored (EL5). */
  | { readonly kind: 'set-host-cpu'; readonly percent: number }
  | { readonly kind: 'switch-on-jit' }
  | { readonly kind: 'vmotion'; readonly to: HostId; readonly purpose: VmotionPurpose };

export type Happening =
  /** First event of a host. `peer` null with `as: 'primary'`: the VM starts alone, after it won the test-and-set. */
  | {
      readonly kind: 'started';
      readonly as: 'primary' | 'backup' | 'spare';
      readonly self: HostId;
      readonly peer: HostId | null;
      readonly generation: number;
    }
  | { readonly kind: 'rules-changed'; readonly rules: Rules }
  | { readonly kind: 'time-passed' }
  /** Console or packet for the live VM. Other replicas ignore it. */
  | { readonly kind: 'input-arrived'; readonly input: Input }
  | { readonly kind: 'message-received'; readonly from: HostId; readonly bytes: Uint8Array }
  /** The host could run a frame now. The answer holds at most one `run-frame`. */
  | { readonly kind: 'frame-wanted' }
  | { readonly kind: 'frame-ran'; readonly result: FrameResult }
  | { readonly kind: 'storage-replied'; readonly reply: StorageReply }
  | { readonly kind: 'snapshot-taken'; readonly bytes: number; readonly digest: string }
  /** The snapshot that the peer sent beside the logging channel is here whole. */
  | {
      readonly kind: 'snapshot-arrived';
      readonly from: HostId;
      readonly generation: number;
      readonly bytes: number;
      readonly digest: string;
    }
  /** The machine that `start-machine` asked for stands at its first instruction. */
  | { readonly kind: 'machine-started' }
  | { readonly kind: 'commanded'; readonly command: Command };

/** `atMs` is lab time and never runs backwards on one host. */
export type Event = Happening & { readonly atMs: number };
