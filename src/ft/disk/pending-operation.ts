/**
 * A disk operation that was started and is not completed: the unit that a new primary issues again. Paper section 3.4.
 */
import type { DiskOperation } from '../input.ts';

export interface PendingOperation {
  readonly request: DiskOperation;
  /** Batch of the frame in which the guest asked. */
  readonly sequence: number;
  /**
   * `held`: waits for its acknowledgment; `queued`: waits for an overlapping operation; `issued`: storage was asked;
   * `arrived`: answered, the completion waits for a frame; `logged`: a backup leaves it to the primary.
   */
  stage: 'held' | 'queued' | 'issued' | 'arrived' | 'logged';
  requestId: number;
  issuedAtMs: number;
  /** What was read; kept in the bounce buffer until the completion is delivered. */
  data: Uint8Array | null;
}
