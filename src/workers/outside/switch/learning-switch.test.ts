import { describe, expect, test } from 'vitest';
import { announcementFrame } from '../../network/announcement.ts';
import { LearningSwitch, type SwitchPortId } from './learning-switch.ts';

const service = '52:54:00:00:00:10';
const client = '52:54:00:00:00:02';

function frameOf(from: string, to: string): Uint8Array {
  const bytes = (mac: string): number[] => mac.split(':').map((part) => parseInt(part, 16));
  return Uint8Array.from([...bytes(to), ...bytes(from), 8, 0, ...new Uint8Array(46)]);
}

function setUp() {
  const time = { nowMs: 0 };
  const sent: SwitchPortId[] = [];
  const device = new LearningSwitch({
    now: () => time.nowMs,
    send: (port) => sent.push(port),
    forwarded: () => undefined,
  });
  /** The ports that a frame leaves through. */
  const forward = (from: SwitchPortId, frame: Uint8Array): SwitchPortId[] => {
    sent.length = 0;
    device.receive(from, frame);
    return [...sent];
  };
  return { time, device, forward };
}

describe('learning switch', () => {
  test('floods an unknown address, then sends to the port where it was seen', () => {
    const { forward, device } = setUp();
    expect(forward('client', frameOf(client, service))).toEqual(['A', 'B', 'C']);
    expect(forward('B', frameOf(service, client))).toEqual(['client']);
    expect(forward('client', frameOf(client, service))).toEqual(['B']);
    expect(device.counters.B).toEqual({ receivedFrames: 1, receivedBytes: 60, sentFrames: 2, sentBytes: 120 });
  });

  test('keeps the old port until the new location is announced', () => {
    const { forward, device, time } = setUp();
    forward('A', frameOf(service, client));
    expect(forward('client', frameOf(client, service))).toEqual(['A']);
    time.nowMs = 700;
    expect(forward('B', announcementFrame(service, '10.0.0.10'))).toEqual(['A', 'C', 'client']);
    expect(forward('client', frameOf(client, service))).toEqual(['B']);
    expect(device.locate(service)).toEqual({ mac: service, port: 'B', learnedMs: 700, seenMs: 700 });
  });

  test('does not send a frame back to where it came from', () => {
    const { forward } = setUp();
    forward('A', frameOf(service, client));
    expect(forward('A', frameOf(client, service))).toEqual([]);
  });

  test('forgets an address that was silent for five minutes', () => {
    const { forward, device, time } = setUp();
    forward('A', frameOf(service, client));
    time.nowMs = 300_001;
    expect(device.locate(service)).toBeNull();
    expect(forward('client', frameOf(client, service))).toEqual(['A', 'B', 'C']);
  });

  test('drops and counts what is no frame, and learns no more than its table holds', () => {
    const { forward, device } = setUp();
    expect(forward('A', new Uint8Array(13))).toEqual([]);
    expect(forward('A', new Uint8Array(1519))).toEqual([]);
    expect(forward('A', frameOf('01:00:5e:00:00:01', service))).toEqual([]);
    expect(device.malformed).toBe(3);
    for (let i = 0; i < 200; i++)
      forward('A', frameOf(`52:54:01:00:00:${(i + 1).toString(16).padStart(2, '0')}`, service));
    expect(device.rows().length).toBe(64);
  });
});
