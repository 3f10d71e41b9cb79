import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { announcementFrame } from '../../network/announcement.ts';
import { decodeFrame } from './decode-frame.ts';

const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.replaceAll(/\s/g, '').match(/../g) ?? [], (pair) => parseInt(pair, 16));

const ethernet = '525400000010 525400000002 0800';
/** From the client to the service's database, "INCR x\n". */
const tcpFrame = fromHex(`${ethernet}
  4500 003b 1234 4000 40 06 0000 0a000002 0a00000a
  0401 1b58 0000000c 00000028 8018 01f6 0000 0000 0101080a 00000001 00000002
  494e435220780a`);
const udpFrame = fromHex(`${ethernet} 4500 0020 0001 0000 40 11 0000 0a000002 0a00000a 0402 1b59 000c 0000 23312061`);
const pingFrame = fromHex(`${ethernet} 4500 001c 0001 0000 40 01 0000 0a000002 0a00000a 0800 0000 0001 0007`);

describe('decodeFrame', () => {
  test('a TCP segment with timestamps and data', () => {
    const { summary, layers } = decodeFrame(tcpFrame);
    expect(summary).toBe('TCP 10.0.0.2:1025 → 10.0.0.10:7000 PSH ACK seq 12 ack 40, 7 bytes');
    expect(layers.map((layer) => layer.name)).toEqual(['Ethernet', 'IPv4', 'TCP']);
    expect(Object.fromEntries(layers[2]!.fields)).toMatchObject({
      Window: '502',
      Options: 'timestamps',
      Data: 'INCR x.',
    });
  });

  test('UDP, ICMP and a gratuitous ARP', () => {
    expect(decodeFrame(udpFrame).summary).toBe('UDP 10.0.0.2:1026 → 10.0.0.10:7001, 4 bytes');
    expect(decodeFrame(pingFrame).summary).toBe('ICMP 10.0.0.2 → 10.0.0.10 echo request 7');
    const announcement = decodeFrame(announcementFrame('52:54:00:00:00:10', '10.0.0.10'));
    expect(announcement.summary).toBe('ARP announces 10.0.0.10 at 52:54:00:00:00:10');
  });

  test.each([
    ['a total length beyond the frame', 16, 0xff, 'IPv4 needs'],
    ['a header shorter than the least', 14, 0x41, 'IPv4 header says that it has 4 bytes'],
    ['a data offset beyond the segment', 46, 0xf0, 'TCP needs 60 bytes'],
    ['a data offset before the header ends', 46, 0x10, 'TCP header says that it has 4 bytes'],
  ])('%s is malformed, with the reason', (_, at, value, reason) => {
    const lying = tcpFrame.slice();
    lying[at] = value;
    const { summary, layers } = decodeFrame(lying);
    expect(summary).toContain(`Malformed: ${reason}`);
    expect(layers.at(-1)!.name).toBe('Malformed');
  });

  test('an option of length zero does not loop for ever', () => {
    const lying = tcpFrame.slice();
    lying.set([8, 0], 54);
    expect(Object.fromEntries(decodeFrame(lying).layers[2]!.fields)['Options']).toBe('malformed');
  });

  test('no frame makes it throw: damaged and cut ones', () => {
    const damage = fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 });
    const base = fc.constantFrom(tcpFrame, udpFrame, pingFrame, announcementFrame('52:54:00:00:00:10', '10.0.0.10'));
    fc.assert(
      fc.property(base, damage, fc.nat(80), (frame, changes, length) => {
        const damaged = frame.slice(0, length);
        for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
        const { summary, layers } = decodeFrame(damaged);
        expect(summary.length).toBeGreaterThan(0);
        for (const layer of layers) for (const [, value] of layer.fields) expect(value).not.toContain('undefined');
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
