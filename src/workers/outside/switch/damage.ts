/**
 * What a bad cable does: one bit of a frame is another, somewhere behind the Ethernet header, so that it still arrives and
 * the receiver's checksums have to find it.
 */

const ethernetBytes = 14;

/** @param random gives numbers in [0, 1). @returns a damaged copy. */
export function flipOneBit(frame: Uint8Array, random: () => number): Uint8Array {
  const damaged = frame.slice();
  const at = ethernetBytes + Math.floor(random() * (frame.length - ethernetBytes));
  if (at < damaged.length) damaged[at]! ^= 1 << Math.floor(random() * 8);
  return damaged;
}
