/**
 * What a replica asks its host to do. Effects are imperative and are carried out in order.
 * Must not know how: a port, a worker or the simulation.
 */
import type { HostId } from './host-id.ts';
import type { Input } from './input.ts';
import type { StoragePlace, StorageRequest } from './storage.ts';
import type { TraceEvent } from './trace.ts';

/** One slice to be replayed. Null: the log does not say (a rule is off), so the machine does as it likes. */
export interface ReplaySlice {
  readonly instructions: number;
  readonly clockMs: number | null;
}

export interface Replay {
  readonly slices: readonly ReplaySlice[];
  /** Null: random values are not on the log (a rule is off), so the machine draws its own. */
  readonly randoms: readonly number[] | null;
}

export type HaltReason =
  | 'test-and-set-lost'
  | 'fenced'
  | 'powered-off'
  | 'diverged'
  | 'bad-checksum'
  | 'malformed-message'
  | 'batch-missing'
  | 'batch-repeated'
  | 'storage-failed';

/**
 * The disk that a machine starts with: its host's as it is, or, in non-shared mode, the copy that came with the snapshot
 * from another host. It becomes the host's disk only now: until then a late snapshot must not touch a disk in use (DK7).
 */
export type StartingDisk =
  | { readonly kind: 'as-it-is' }
  | { readonly kind: 'from-snapshot'; readonly from: HostId; readonly generation: number };

export type Effect =
  /** Deliver the inputs in order, then run one frame: recording when `replay` is null. Answer with `frame-ran`. */
  | {
      readonly kind: 'run-frame';
      readonly inputs: readonly Input[];
      readonly replay: Replay | null;
      readonly hashMemory: 'now' | 'no';
    }
  | { readonly kind: 'send-message'; readonly to: HostId; readonly bytes: Uint8Array }
  | { readonly kind: 'send-packet'; readonly frame: Uint8Array }
  | { readonly kind: 'ask-storage'; readonly place: StoragePlace; readonly request: StorageRequest }
  /** Bounce buffers are off: complete the disk operation in the guest at this moment, wherever it is. */
  | { readonly kind: 'deliver-now'; readonly input: Input }
  /** Boot, or start anew from the snapshot this host holds (taken or arrived). Answer with `machine-started`. */
  | { readonly kind: 'start-machine'; readonly from: 'boot' | 'snapshot'; readonly disk: StartingDisk }
  /** Answer with `snapshot-taken`; keep the snapshot until `start-machine` or `discard-snapshot`. */
  | { readonly kind: 'take-snapshot' }
  /** Hand a copy of the snapshot to a host, beside the logging channel; with the disk in non-shared mode (4.1). */
  | {
      readonly kind: 'send-snapshot';
      readonly to: HostId;
      readonly generation: number;
      readonly disk: 'included' | 'shared';
    }
  | { readonly kind: 'discard-snapshot' }
  /** This host has no VM any more; it may be picked as a spare. */
  | { readonly kind: 'discard-machine' }
  /** Tell the switch that the service's address is at this host's port now (GL6). */
  | { readonly kind: 'announce-location' }
  /** The VM's CPU share, 1 to 100: the smallest of the mirrored, the host's and the throttled share. */
  | { readonly kind: 'set-cpu-share'; readonly percent: number }
  /** Fail-stop: run no frame and send nothing any more. */
  | { readonly kind: 'halt'; readonly reason: HaltReason; readonly detail: string }
  /** For the timeline, the event list and the checkers; carries no duty. */
  | { readonly kind: 'trace'; readonly event: TraceEvent };
