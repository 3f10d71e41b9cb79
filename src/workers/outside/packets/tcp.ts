/**
 * TCP (RFC 9293): ports, sequence and acknowledgment numbers, flags, window and options.
 */
import { ByteReader, MalformedError, printable } from './byte-reader.ts';
import { byteCount, hex, type Decoded } from './layer.ts';

export interface TcpSegment {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Unsigned 32-bit numbers, as they are on the wire. */
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly flags: number;
  readonly window: number;
  readonly options: Uint8Array;
  readonly payload: Uint8Array;
}

export const tcpFlag = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16, urg: 32 } as const;

const shownCharacters = 64;

/** @throws MalformedError when the header does not fit the bytes. */
export function parseTcp(bytes: Uint8Array): TcpSegment {
  const reader = new ByteReader(bytes, 'TCP');
  reader.need(20);
  const headerLength = (reader.u8(12) >> 4) * 4;
  if (headerLength < 20) throw new MalformedError(`TCP header says that it has ${headerLength} bytes, the least is 20`);
  return {
    sourcePort: reader.u16(0),
    destinationPort: reader.u16(2),
    sequence: reader.u32(4),
    acknowledgment: reader.u32(8),
    flags: reader.u8(13) & 63,
    window: reader.u16(14),
    options: reader.slice(20, headerLength),
    payload: reader.rest(headerLength),
  };
}

export function decodeTcp(bytes: Uint8Array, source: string, destination: string): Decoded {
  const segment = parseTcp(bytes);
  const flags = flagText(segment.flags);
  const { sourcePort, destinationPort, sequence, acknowledgment, payload } = segment;
  return {
    layer: {
      name: 'TCP',
      fields: [
        ['Source port', String(sourcePort)],
        ['Destination port', String(destinationPort)],
        ['Sequence', String(sequence)],
        ['Acknowledgment', String(acknowledgment)],
        ['Flags', flags],
        ['Window', String(segment.window)],
        ['Checksum', hex((bytes[16]! << 8) | bytes[17]!, 4)],
        ['Options', optionText(segment.options)],
        ['Data', payload.length === 0 ? 'none' : printable(payload, shownCharacters)],
      ],
    },
    summary:
      `TCP ${source}:${sourcePort} → ${destination}:${destinationPort} ${flags} seq ${sequence}` +
      `${segment.flags & tcpFlag.ack ? ` ack ${acknowledgment}` : ''}, ${byteCount(payload.length)}`,
  };
}

function flagText(flags: number): string {
  const words = Object.entries(tcpFlag).filter(([, bit]) => flags & bit);
  return words.length === 0 ? 'no flags' : words.map(([word]) => word.toUpperCase()).join(' ');
}

const optionNames: Readonly<Record<number, string>> = {
  2: 'maximum segment size',
  3: 'window scale',
  4: 'SACK permitted',
  5: 'SACK',
  8: 'timestamps',
};

function optionText(options: Uint8Array): string {
  const words: string[] = [];
  for (let at = 0; at < options.length;) {
    const kind = options[at]!;
    if (kind === 0) break;
    if (kind === 1) {
      at++;
      continue;
    }
    const length = options[at + 1] ?? 0;
    // A length of 0 or 1 would be read for ever; one that leaves the header is a lie as well.
    if (length < 2 || at + length > options.length) return [...words, 'malformed'].join(', ');
    words.push(optionNames[kind] ?? `option ${kind}`);
    at += length;
  }
  return words.length === 0 ? 'none' : words.join(', ');
}
