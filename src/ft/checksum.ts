/**
 * CRC32 (IEEE 802.3): the checksum of every message and the digest of every output. The lectures' point: a checksum turns
 * some corruption into fail-stop. Must not know what it sums.
 */
const table = new Uint32Array(256).map((_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** What a byte contributes when so many bytes follow it: eight bytes at once instead of one after the other. */
const stride = 8;
const tables = Array.from({ length: stride }, () => table);
for (let after = 1; after < stride; after += 1) {
  const before = tables[after - 1] as Uint32Array;
  tables[after] = before.map((value) => (value >>> 8) ^ (table[value & 0xff] as number));
}
const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

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
  let index = 0;
  for (const last = end - stride; index <= last; index += stride)
    sum =
      t7[(sum ^ bytes[index]!) & 0xff]! ^
      t6[((sum >>> 8) ^ bytes[index + 1]!) & 0xff]! ^
      t5[((sum >>> 16) ^ bytes[index + 2]!) & 0xff]! ^
      t4[((sum >>> 24) ^ bytes[index + 3]!) & 0xff]! ^
      t3[bytes[index + 4]!]! ^
      t2[bytes[index + 5]!]! ^
      t1[bytes[index + 6]!]! ^
      t0[bytes[index + 7]!]!;
  for (; index < end; index += 1) sum = (sum >>> 8) ^ (table[(sum ^ (bytes[index] as number)) & 0xff] as number);
  return ~sum >>> 0;
};
