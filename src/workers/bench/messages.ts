/** What the benchmark says to a thread with a plain v86, and hears from it. Types only. */
import type { RawPort } from '../thread/port.ts';

export interface PlainStart {
  readonly kind: 'started';
  readonly wasmModule: WebAssembly.Module;
  /** The guest as a multiboot ELF file. */
  readonly image: Uint8Array;
  /** Blocks of the machine's own disk, in memory. */
  readonly disk: Uint8Array;
  readonly commandLine: string;
  readonly memoryBytes: number;
  /** Cable to the switch, as a host has one. */
  readonly network: RawPort;
}

export type ToPlain =
  | PlainStart
  | { readonly kind: 'typed'; readonly bytes: Uint8Array }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' };

export type FromPlain =
  | { readonly kind: 'console-written'; readonly bytes: Uint8Array }
  | { readonly kind: 'was-paused' }
  | { readonly kind: 'plain-failed'; readonly reason: string };
