/**
 * IPv4 (RFC 791). Fragments after the first have no transport header, so their payload is left alone.
 */
import { ByteReader, MalformedError } from './byte-reader.ts';
import { hex, type Layer } from './layer.ts';

export interface Ipv4Packet {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly fragmentOffset: number;
  readonly payload: Uint8Array;
  readonly layer: Layer;
}

const protocols: Readonly<Record<number, string>> = { 1: 'ICMP', 2: 'IGMP', 6: 'TCP', 17: 'UDP' };

/** @throws MalformedError when the header or the total length do not fit the bytes. */
export function decodeIpv4(bytes: Uint8Array): Ipv4Packet {
  const reader = new ByteReader(bytes, 'IPv4');
  const version = reader.u8(0) >> 4;
  if (version !== 4) throw new MalformedError(`IPv4 header says version ${version}`);
  const headerLength = (reader.u8(0) & 15) * 4;
  if (headerLength < 20)
    throw new MalformedError(`IPv4 header says that it has ${headerLength} bytes, the least is 20`);
  reader.need(headerLength);
  const totalLength = reader.u16(2);
  // Frames are padded to 60 bytes, so what is there may be more than the packet, never less.
  const payload = reader.slice(headerLength, totalLength);
  const flags = reader.u16(6);
  const protocol = reader.u8(9);
  const fragmentOffset = (flags & 0x1fff) * 8;
  const source = reader.ip(12);
  const destination = reader.ip(16);
  return {
    source,
    destination,
    protocol,
    fragmentOffset,
    payload,
    layer: {
      name: 'IPv4',
      fields: [
        ['Source', source],
        ['Destination', destination],
        ['Protocol', `${protocol} (${protocols[protocol] ?? 'unknown'})`],
        ['Total length', String(totalLength)],
        ['Identification', hex(reader.u16(4), 4)],
        ['Flags', fragmentText(flags)],
        ['Time to live', String(reader.u8(8))],
        ['Header checksum', hex(reader.u16(10), 4)],
      ],
    },
  };
}

function fragmentText(flags: number): string {
  const words = [];
  if (flags & 0x4000) words.push("don't fragment");
  if (flags & 0x2000) words.push('more fragments');
  if (flags & 0x1fff) words.push(`offset ${(flags & 0x1fff) * 8}`);
  return words.length === 0 ? 'none' : words.join(', ');
}
