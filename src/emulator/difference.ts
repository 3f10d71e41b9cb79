/**
 * Names the first thing in which two replicas differ. Each host makes a picture of its own machine; they may be compared
 * anywhere, since a picture is plain data. Must not know: threads, what a divergence leads to.
 */
import type { Register } from './registers.ts';

/** A machine between two frames, as far as a comparison needs it; structured-cloneable. */
export interface MachinePicture {
  readonly instructions: number;
  readonly registers: readonly Register[];
  readonly pageDigests: Uint32Array;
}

export type Difference =
  | { readonly kind: 'instructions'; readonly first: number; readonly second: number }
  | { readonly kind: 'register'; readonly name: string; readonly first: number; readonly second: number }
  /** Page number `page` of 4 KiB; `count` pages differ in all. */
  | { readonly kind: 'page'; readonly page: number; readonly count: number };

/** What of a machine a picture is made of. */
export interface Pictured {
  readonly instructions: number;
  registers(): Register[];
  pageDigests(): Uint32Array;
}

/** Takes a picture; hashes all pages, which takes tens of milliseconds. */
export function pictureOf(machine: Pictured): MachinePicture {
  return { instructions: machine.instructions, registers: machine.registers(), pageDigests: machine.pageDigests() };
}

/** The first difference: instruction counts, then registers in their order, then pages. Null when there is none. */
export function firstDifference(first: MachinePicture, second: MachinePicture): Difference | null {
  if (first.instructions !== second.instructions)
    return { kind: 'instructions', first: first.instructions, second: second.instructions };
  for (const [index, register] of first.registers.entries()) {
    const other = second.registers[index];
    if (other?.value !== register.value)
      return { kind: 'register', name: register.name, first: register.value, second: other?.value ?? 0 };
  }
  const pages = [...first.pageDigests.keys()].filter((page) => first.pageDigests[page] !== second.pageDigests[page]);
  return pages.length > 0 ? { kind: 'page', page: pages[0]!, count: pages.length } : null;
}

/** A difference in words, for people. */
export function describeDifference(difference: Difference): string {
  const hex = (value: number): string => `0x${value.toString(16)}`;
  if (difference.kind === 'instructions')
    return `instruction counts differ: ${difference.first} and ${difference.second}`;
  if (difference.kind === 'register')
    return `register ${difference.name} differs: ${hex(difference.first)} and ${hex(difference.second)}`;
  return `page ${difference.page} at ${hex(difference.page * 4096)} differs, ${difference.count} in all`;
}
