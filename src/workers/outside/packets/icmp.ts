/**
 * ICMP (RFC 792): ping, and what a machine says when nobody listens.
 */
import { ByteReader } from './byte-reader.ts';
import { byteCount, hex, type Decoded } from './layer.ts';

const types: Readonly<Record<number, string>> = {
  0: 'echo reply',
  3: 'destination unreachable',
  5: 'redirect',
  8: 'echo request',
  11: 'time exceeded',
};

export function decodeIcmp(bytes: Uint8Array, source: string, destination: string): Decoded {
  const reader = new ByteReader(bytes, 'ICMP');
  reader.need(8);
  const type = reader.u8(0);
  const name = types[type] ?? `type ${type}`;
  const isEcho = type === 0 || type === 8;
  const sequence = reader.u16(6);
  return {
    layer: {
      name: 'ICMP',
      fields: [
        ['Type', `${type} (${name})`],
        ['Code', String(reader.u8(1))],
        ['Checksum', hex(reader.u16(2), 4)],
        ...(isEcho
          ? ([
              ['Identifier', String(reader.u16(4))],
              ['Sequence', String(sequence)],
            ] as const)
          : []),
        ['Data', byteCount(bytes.length - 8)],
      ],
    },
    summary: `ICMP ${source} → ${destination} ${name}${isEcho ? ` ${sequence}` : ''}`,
  };
}
