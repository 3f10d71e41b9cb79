import { expect, test } from 'vitest';
import { crc32 } from './checksum.ts';

test('CRC32 of the standard’s check string', () => {
  expect(crc32(new TextEncoder().encode('123456789')).toString(16)).toBe('cbf43926');
});

test('a sum can go on where another ended, at any length', () => {
  const bytes = Uint8Array.from({ length: 41 }, (_, index) => index * 37);
  for (let cut = 0; cut <= bytes.length; cut += 1)
    expect(crc32(bytes.subarray(cut), bytes.length - cut, crc32(bytes, cut))).toBe(crc32(bytes));
});
