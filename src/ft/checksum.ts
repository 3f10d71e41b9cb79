/**
 * CRC32 (IEEE 802.3): the checksum of every message and the digest of every output. The lectures' point: a checksum turns
 * some corruption into fail-stop. Must not know what it sums.
 */
const table = new Uint32Array(256).map((_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Continues a sum with a whole number below 2^48. */
export const crc32OfNumber = (value: number, seed: number): number => {
  let sum = ~seed;
  const high = Math.floor(value / 0x1000000);
  for (let shift = 0; shift < 24; shift += 8) sum = (sum >>> 8) ^ (table[(sum ^ (value >>> shift)) & 0xff] as number);
  for (let shift = 0; shift < 24; shift += 8) sum = (sum >>> 8) ^ (table[(sum ^ (high >>> shift)) & 0xff] as number);
  return ~sum >>> 0;
};

/** Unsigned 32-bit. `end` excludes trailing bytes, such as the checksum itself. */
export const crc32 = (bytes: Uint8Array, end: number = bytes.length, seed = 0): number => {
  let sum = ~seed;
  for (let index = 0; index < end; index += 1)
    sum = (sum >>> 8) ^ (table[(sum ^ (bytes[index] as number)) & 0xff] as number);
  return ~sum >>> 0;
};
