/** What the page and the hosts say to the storage worker, and what it answers. */
import type { HostId } from '../../ft/host-id.ts';
import type { StoragePlace, StorageReply, StorageRequest } from '../../ft/storage.ts';
import type { TimeAnchor } from '../thread/lab-clock.ts';
import type { LinkSettings } from '../thread/link.ts';
import type { RawPort } from '../thread/port.ts';

/** What the shared disk does to those who use it. Latency in lab time. */
export interface StorageSettings {
  readonly offline: boolean;
  readonly latencyMs: number;
}

export type ToStorage =
  | {
      readonly kind: 'started';
      readonly image: Uint8Array;
      readonly anchor: TimeAnchor;
      /** How far the computer’s clock had been set by then since the page began; see `agreedNow`. */
      readonly clockSetByMs: number;
      readonly seed: number;
    }
  | { readonly kind: 'host-connected'; readonly host: HostId; readonly port: RawPort }
  | { readonly kind: 'time-set'; readonly anchor: TimeAnchor }
  | { readonly kind: 'link-set'; readonly host: HostId; readonly settings: LinkSettings }
  | { readonly kind: 'settings-changed'; readonly settings: StorageSettings }
  /** The reply to the next test-and-set that is won is lost on its way. */
  | { readonly kind: 'reply-to-be-lost' }
  /** Of the shared disk, or of a host's own where disks are not shared (4.1). */
  | { readonly kind: 'image-wanted'; readonly request: number; readonly of: HostId | 'shared' };

export interface StorageStatus {
  readonly settings: StorageSettings;
  /** Newest generation whose flag was asked for. */
  readonly generation: number;
  readonly owner: HostId | null;
  readonly pending: number;
  readonly reads: number;
  readonly writes: number;
  readonly repliesLost: number;
}

export interface StorageEvent {
  readonly labMs: number;
  readonly kind: 'write' | 'read' | 'test-and-set' | 'reply-lost' | 'fenced' | 'unreachable';
  readonly host: HostId;
  readonly generation: number;
  readonly operation: number;
  readonly text: string;
}

export type FromStorage =
  | {
      readonly kind: 'storage-reported';
      readonly status: StorageStatus;
      readonly events: readonly StorageEvent[];
      readonly anchorMs: number;
    }
  | { readonly kind: 'image-given'; readonly request: number; readonly image: Uint8Array };

export type HostToStorage =
  | { readonly kind: 'asked'; readonly place: StoragePlace; readonly request: StorageRequest }
  /** FT VMotion in non-shared mode: the asking host's own disk is copied aside for `to`, as it is at the snapshot (4.1). */
  | { readonly kind: 'copy-made'; readonly to: HostId; readonly generation: number }
  /** The asking host takes over the copy that was made for it: only now, since before it may still use its own disk. */
  | { readonly kind: 'copy-taken'; readonly from: HostId; readonly generation: number };
export type StorageToHost = StorageReply;
