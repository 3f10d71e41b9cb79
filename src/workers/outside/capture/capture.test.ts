import { describe, expect, test } from 'vitest';
import { Capture } from './capture.ts';

const service = [10, 0, 0, 10];
const client = [10, 0, 0, 2];

function segment(from: number[], sequence: number, text: string, flags = 0x18): Uint8Array {
  const frame = new Uint8Array(54 + text.length);
  const view = new DataView(frame.buffer);
  view.setUint16(12, 0x0800);
  frame.set([0x45, 0, 0, 40 + text.length, 0, 0, 0x40, 0, 64, 6], 14);
  frame.set([...from, ...(from === service ? client : service)], 26);
  view.setUint16(34, from === service ? 7000 : 1025);
  view.setUint16(36, from === service ? 1025 : 7000);
  view.setUint32(38, sequence);
  frame.set([0x50, flags], 46);
  frame.set(new TextEncoder().encode(text), 54);
  return frame;
}

function captured(...frames: Uint8Array[]) {
  const capture = new Capture();
  for (const frame of frames) capture.add(frame, 'A', ['client'], 0);
  return { capture, repeated: capture.take().packets.map((row) => row.repeated) };
}

describe('capture', () => {
  test('marks data that was on the wire before, and counts it by direction', () => {
    const { capture, repeated } = captured(
      segment(client, 100, 'INCR x\n'),
      segment(service, 500, 'OK 1\n'),
      segment(service, 500, 'OK 1\n'),
      segment(service, 505, 'OK 2\n'),
      segment(client, 100, 'INCR x\n'),
      // Acknowledgments without data repeat their number by nature.
      segment(client, 107, '', 0x10),
      segment(client, 107, '', 0x10),
    );
    expect(repeated).toEqual([false, false, true, false, true, false, false]);
    expect(capture.retransmissionsFromService).toBe(1);
    expect(capture.retransmissionsToService).toBe(1);
  });

  test('sequence numbers wrap, and a new connection on the same ports starts anew', () => {
    const { repeated } = captured(
      segment(client, 0xfffffffe, 'abcd'),
      segment(client, 2, 'ef'),
      segment(client, 0xfffffffe, 'abcd'),
      segment(client, 7, '', 0x02),
      segment(client, 8, 'again'),
    );
    expect(repeated).toEqual([false, false, true, false, false]);
  });

  test('keeps the newest frames between two reports, and says how many it skipped', () => {
    const capture = new Capture();
    for (let i = 0; i < 200; i++) capture.add(segment(client, i * 4, 'abcd'), 'client', ['A'], i);
    const { packets, skipped } = capture.take();
    expect([packets.length, skipped, packets[0]!.id, packets.at(-1)!.id]).toEqual([128, 72, 73, 200]);
    expect(capture.take()).toEqual({ packets: [], skipped: 0 });
    expect(capture.total).toBe(200);
  });
});
