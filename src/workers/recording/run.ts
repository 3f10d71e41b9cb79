/**
 * What a host hands over when its VM's run is exported: where the VM began, and every frame since. Types only.
 * Must not know files.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { VmSnapshot } from '../host/messages.ts';

/** A run can be replayed only from where its VM began: its boot, or the snapshot of the last FT VMotion. */
export type RunStart = { readonly kind: 'boot' } | { readonly kind: 'snapshot'; readonly snapshot: VmSnapshot };

export interface RecordedRun {
  readonly host: HostId;
  readonly start: RunStart;
  /** Of the pair when the VM began. */
  readonly generation: number;
  readonly frames: number;
  /** Each frame's batch as the logging channel carries it, a varint with its length before it; cut into pieces anywhere. */
  readonly batches: readonly Uint8Array[];
  readonly batchBytes: number;
  /** Of the VM at the last recorded frame, since it was powered on. */
  readonly instructions: number;
  /** `archive-full`: the run went on, but the archive keeps the beginning only. */
  readonly ended: 'at-export' | 'archive-full';
  /** xxhash64 of all RAM after the last recorded frame; null when the VM has gone on since. */
  readonly memoryDigest: string | null;
}
