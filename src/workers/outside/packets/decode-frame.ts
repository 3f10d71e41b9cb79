/**
 * Takes an Ethernet frame apart for people. Frames come from guests, so every length may be a lie: what is wrong becomes
 * a layer named "Malformed" with the reason. Never throws. Must not know the switch or the capture.
 */
import { decodeArp } from './arp.ts';
import { ByteReader, MalformedError } from './byte-reader.ts';
import { decodeIcmp } from './icmp.ts';
import { decodeIpv4 } from './ipv4.ts';
import { byteCount, hex, type Decoded, type DecodedFrame, type Layer } from './layer.ts';
import { decodeTcp } from './tcp.ts';
import { decodeUdp } from './udp.ts';

const etherTypes: Readonly<Record<number, string>> = { 0x0800: 'IPv4', 0x0806: 'ARP', 0x8035: 'RARP', 0x86dd: 'IPv6' };

export function decodeFrame(frame: Uint8Array): DecodedFrame {
  const layers: Layer[] = [];
  try {
    const summary = decodeEthernet(frame, layers);
    return { summary, layers };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    const summary = `Malformed: ${error.message}`;
    return { summary, layers: [...layers, { name: 'Malformed', fields: [['Reason', error.message]] }] };
  }
}

function decodeEthernet(frame: Uint8Array, layers: Layer[]): string {
  const reader = new ByteReader(frame, 'Ethernet');
  reader.need(14);
  const type = reader.u16(12);
  layers.push({
    name: 'Ethernet',
    fields: [
      ['Destination', reader.mac(0)],
      ['Source', reader.mac(6)],
      ['Type', `${hex(type, 4)} (${etherTypes[type] ?? 'unknown'})`],
      ['Length', byteCount(frame.length)],
    ],
  });
  const payload = reader.rest(14);
  if (type === 0x0806) return pushed(layers, decodeArp(payload, 'ARP'));
  if (type === 0x8035) return pushed(layers, decodeArp(payload, 'RARP'));
  if (type === 0x0800) return decodePacket(payload, layers);
  return `${etherTypes[type] ?? `Ethernet type ${hex(type, 4)}`} ${reader.mac(6)} → ${reader.mac(0)}, ${byteCount(payload.length)}`;
}

function decodePacket(bytes: Uint8Array, layers: Layer[]): string {
  const packet = decodeIpv4(bytes);
  layers.push(packet.layer);
  const { source, destination, payload } = packet;
  if (packet.fragmentOffset > 0) return `IPv4 ${source} → ${destination} fragment, ${byteCount(payload.length)}`;
  if (packet.protocol === 1) return pushed(layers, decodeIcmp(payload, source, destination));
  if (packet.protocol === 6) return pushed(layers, decodeTcp(payload, source, destination));
  if (packet.protocol === 17) return pushed(layers, decodeUdp(payload, source, destination));
  return `IPv4 ${source} → ${destination} protocol ${packet.protocol}, ${byteCount(payload.length)}`;
}

function pushed(layers: Layer[], decoded: Decoded): string {
  layers.push(decoded.layer);
  return decoded.summary;
}
