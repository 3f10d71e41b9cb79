/**
 * The entries of the log that the primary sends to the backup. Paper sections 2.1 and 2.2.
 * Entries of one frame travel together as a batch; their order within it is the order in which they happened.
 */
import type { Input } from './input.ts';

export type LogEntry =
  | Input
  /** A slice ended after this many instructions; the guest's clock was read as `clockMs`. The only clock data on the log.
   *  Null when clock logging is off: the backup then reads its own clock. */
  | { readonly kind: 'slice-ended'; readonly instructions: number; readonly clockMs: number | null }
  /** A random value that the processor's RDRAND returned, a signed 32-bit integer. */
  | { readonly kind: 'random-drawn'; readonly value: number }
  /** An output was produced here: the log entry of the operation itself, that the Output Rule waits for. */
  | {
      readonly kind: 'output-made';
      readonly output: 'packet-sent' | 'disk-requested';
      readonly bytes: number;
      readonly digest: number;
    }
  /** All of the VM's memory was hashed at the end of this frame: xxhash64, 16 hex digits. */
  | { readonly kind: 'memory-hashed'; readonly digest: string };

export type LogEntryKind = LogEntry['kind'];
