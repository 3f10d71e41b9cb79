/** What can be fuzzed: something that reads bytes that somebody else made. */

/** `refused`: it said what is wrong, in the way in which it promises to. */
export type Outcome = 'accepted' | 'refused';

export interface FuzzTarget {
  readonly name: string;
  /** How much of a run goes to it; slow decoders get less. */
  readonly weight: number;
  /** Well-formed inputs, from which most cases are made. */
  readonly samples: readonly Uint8Array[];
  /** Reads the bytes. What it throws is a finding. */
  readonly decode: (bytes: Uint8Array) => Outcome | Promise<Outcome>;
}

type Constructor = abstract new (...parameters: never[]) => Error;

/** Runs `read`; errors of this kind are refusals, all others findings. */
export function refusing(kind: Constructor, read: () => unknown): Outcome {
  try {
    read();
    return 'accepted';
  } catch (error) {
    if (error instanceof kind) return 'refused';
    throw error;
  }
}

export async function refusingAsync(kind: Constructor, read: () => Promise<unknown>): Promise<Outcome> {
  try {
    await read();
    return 'accepted';
  } catch (error) {
    if (error instanceof kind) return 'refused';
    throw error;
  }
}
