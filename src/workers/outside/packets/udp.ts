/**
 * UDP (RFC 768).
 */
import { ByteReader, printable } from './byte-reader.ts';
import { byteCount, hex, type Decoded } from './layer.ts';

const shownCharacters = 64;

export function decodeUdp(bytes: Uint8Array, source: string, destination: string): Decoded {
  const reader = new ByteReader(bytes, 'UDP');
  const sourcePort = reader.u16(0);
  const destinationPort = reader.u16(2);
  const length = reader.u16(4);
  const payload = reader.slice(8, length);
  return {
    layer: {
      name: 'UDP',
      fields: [
        ['Source port', String(sourcePort)],
        ['Destination port', String(destinationPort)],
        ['Length', String(length)],
        ['Checksum', hex(reader.u16(6), 4)],
        ['Data', printable(payload, shownCharacters)],
      ],
    },
    summary: `UDP ${source}:${sourcePort} → ${destination}:${destinationPort}, ${byteCount(payload.length)}`,
  };
}
