/**
 * Makes bad input from good: bits, bytes, lengths, cuts, copies, and bytes from nowhere. The same random numbers make the same bytes.
 * Must not know what the bytes mean.
 */

export const longestCaseBytes = 16_384;

/** Values at which lengths, counts and signs go wrong. */
const nasty: readonly (readonly number[])[] = [
  [0],
  [0xff],
  [0x7f],
  [0x80],
  // Variable-length integers: 2^31, 2^32 - 1, 2^53 and one that never ends.
  [0x80, 0x80, 0x80, 0x80, 0x08],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  // Fixed lengths in both byte orders.
  [0xff, 0xff],
  [0x7f, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  // Text: a brace, a quote, a null, half of a character.
  [0x7b],
  [0x22],
  [0x5b, 0x5b, 0x5b, 0x5b],
  [0xc3],
];

const numberOfMutations = 6;

/** @param random numbers in [0, 1) */
export function makeCase(samples: readonly Uint8Array[], random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  if (samples.length === 0 || random() < 0.05) return Uint8Array.from({ length: below(200) }, () => below(256));
  let bytes = samples[below(samples.length)]!.slice();
  // Few more often than many: what is refused at the door tests nothing behind it.
  const mutations = 1 + below(1 + below(numberOfMutations));
  for (let made = 0; made < mutations; made++) bytes = mutate(bytes, samples, below);
  return bytes.subarray(0, longestCaseBytes);
}

function mutate(
  bytes: Uint8Array<ArrayBuffer>,
  samples: readonly Uint8Array[],
  below: (limit: number) => number,
): Uint8Array<ArrayBuffer> {
  const at = below(bytes.length + 1);
  switch (below(8)) {
    case 0:
    case 1:
      if (at < bytes.length) bytes[at] = bytes[at]! ^ (1 << below(8));
      return bytes;
    case 2:
      if (at < bytes.length) bytes[at] = below(256);
      return bytes;
    case 3:
      return replaced(bytes, at, at + 1 + below(4), nasty[below(nasty.length)]!);
    case 4:
      return bytes.slice(0, at);
    case 5: {
      const length = below(64);
      return replaced(bytes, below(bytes.length + 1), at, bytes.slice(at, at + length));
    }
    case 6: {
      const other = samples[below(samples.length)]!;
      return replaced(bytes, at, bytes.length, other.subarray(below(other.length + 1)));
    }
    default:
      return replaced(bytes, at, at + below(32), []);
  }
}

/** `bytes` with those between two places, in any order, replaced. */
function replaced(bytes: Uint8Array, one: number, other: number, by: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const from = Math.min(one, other, bytes.length);
  const to = Math.min(Math.max(one, other), bytes.length);
  const result = new Uint8Array(from + by.length + bytes.length - to);
  result.set(bytes.subarray(0, from));
  result.set(by, from);
  result.set(bytes.subarray(to), from + by.length);
  return result;
}
