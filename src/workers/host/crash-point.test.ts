import { expect, test } from 'vitest';
import { carriesReply } from './crash-point.ts';

/** An Ethernet frame with an IPv4 packet of `protocol`, padded to Ethernet's shortest as a card may do. */
function frame(protocol: number, transport: number[], payloadBytes: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(60, 14 + 20 + transport.length + payloadBytes));
  const view = new DataView(bytes.buffer);
  view.setUint16(12, 0x0800);
  view.setUint8(14, 0x45);
  view.setUint16(16, 20 + transport.length + payloadBytes);
  view.setUint8(23, protocol);
  bytes.set(transport, 34);
  return bytes;
}

const tcpHeader = (words: number): number[] =>
  Array.from({ length: words * 4 }, (_, at) => (at === 12 ? words << 4 : 0));

test('a segment with data and a datagram are replies; an acknowledgment, ARP and half a frame are not', () => {
  expect(carriesReply(frame(6, tcpHeader(8), 5))).toBe(true);
  expect(carriesReply(frame(6, tcpHeader(8), 0))).toBe(false);
  expect(carriesReply(frame(6, tcpHeader(5), 0))).toBe(false);
  expect(carriesReply(frame(17, [0, 0, 0, 0, 0, 0, 0, 0], 3))).toBe(true);
  const arp = frame(17, [], 8);
  arp.set([0x08, 0x06], 12);
  expect(carriesReply(arp)).toBe(false);
  expect(carriesReply(frame(6, tcpHeader(8), 5).slice(0, 40))).toBe(false);
});
