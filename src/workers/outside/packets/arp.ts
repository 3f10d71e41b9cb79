/**
 * ARP (RFC 826) and RARP (RFC 903), whose frames hypervisors use to announce where a machine is now.
 */
import { ByteReader, MalformedError } from './byte-reader.ts';
import type { Decoded } from './layer.ts';

const operations: Readonly<Record<number, string>> = {
  1: 'request',
  2: 'reply',
  3: 'reverse request',
  4: 'reverse reply',
};

export function decodeArp(bytes: Uint8Array, name: 'ARP' | 'RARP'): Decoded {
  const reader = new ByteReader(bytes, name);
  if (reader.u16(0) !== 1 || reader.u16(2) !== 0x0800 || reader.u8(4) !== 6 || reader.u8(5) !== 4) {
    throw new MalformedError(`${name} is not about Ethernet and IPv4`);
  }
  const operation = reader.u16(6);
  const senderMac = reader.mac(8);
  const senderIp = reader.ip(14);
  const targetMac = reader.mac(18);
  const targetIp = reader.ip(24);
  return {
    layer: {
      name,
      fields: [
        ['Operation', `${operation} (${operations[operation] ?? 'unknown'})`],
        ['Sender', `${senderMac} ${senderIp}`],
        ['Target', `${targetMac} ${targetIp}`],
      ],
    },
    summary: `${name} ${sentence(operation, senderMac, senderIp, targetMac, targetIp)}`,
  };
}

function sentence(operation: number, senderMac: string, senderIp: string, targetMac: string, targetIp: string): string {
  // A machine that asks for its own address tells everybody where it is: a gratuitous ARP.
  if ((operation === 1 || operation === 2) && senderIp === targetIp) return `announces ${senderIp} at ${senderMac}`;
  if (operation === 1) return `who has ${targetIp}? ${senderIp} asks`;
  if (operation === 2) return `${senderIp} is at ${senderMac}`;
  if (operation === 3) return `${senderMac} asks for the address of ${targetMac}`;
  return `operation ${operation}`;
}
