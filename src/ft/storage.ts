/**
 * What a host asks of storage and what storage answers. Three places answer the same requests: the shared disk, a host's
 * own disk in non-shared mode, and the third party that breaks ties there. Paper sections 2.3, 3.4, 4.1.
 */
import type { HostId } from './host-id.ts';

export type StoragePlace = 'shared-disk' | 'own-disk' | 'tie-breaker';

/** `id` is unique per host and names the request, so that late and repeated answers are recognised. */
export type StorageRequest =
  | {
      readonly kind: 'read';
      readonly id: number;
      readonly generation: number;
      readonly operation: number;
      readonly start: number;
      readonly length: number;
      readonly fencing: Fencing;
    }
  | {
      readonly kind: 'write';
      readonly id: number;
      readonly generation: number;
      readonly operation: number;
      readonly start: number;
      readonly data: Uint8Array;
      readonly fencing: Fencing;
    }
  /** Sets the flag of a generation if nobody has. `repeat`: what the winner is told when it asks again. */
  | {
      readonly kind: 'test-and-set';
      readonly id: number;
      readonly generation: number;
      readonly owner: HostId;
      readonly repeat: 'won-again' | 'lost';
    };

/** Whether storage refuses requests of a host that lost the test-and-set of its generation, or of an older generation. */
export type Fencing = 'by-flag' | 'none';

export type StorageReply =
  | { readonly kind: 'read-done'; readonly id: number; readonly operation: number; readonly data: Uint8Array }
  | { readonly kind: 'write-done'; readonly id: number; readonly operation: number }
  | {
      readonly kind: 'test-and-set-done';
      readonly id: number;
      readonly generation: number;
      readonly outcome: 'won' | 'lost';
      readonly owner: HostId;
    }
  /** The asking host is not the live one of the newest generation: it must stop. */
  | { readonly kind: 'fenced'; readonly id: number; readonly generation: number }
  /** The request can never succeed, such as one beyond the end of the disk. */
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
