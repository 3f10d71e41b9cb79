import { expect, test } from 'vitest';
import { createPair, packet, packetIn, passMessages, quietFrame, record, replay, traced } from '../testing/pair.ts';

test('NW1 input from outside reaches the live VM only', () => {
  const { primary, backup } = createPair();
  for (const node of [primary, backup]) node.do({ kind: 'input-arrived', input: packetIn(1) });
  expect([primary.replica.inputs.size, backup.replica.inputs.size]).toEqual([1, 0]);
});

test('NW2 packets that find the queue full are dropped and counted', () => {
  const { primary } = createPair({ configuration: { packetQueueCapacity: 3, inputsPerFrame: 2 } });
  for (let index = 0; index < 5; index += 1) primary.do({ kind: 'input-arrived', input: packetIn(index) });
  expect(primary.replica.counters.packetsDropped).toBe(2);
  record(primary, quietFrame(1));
  expect(primary.of('run-frame')[0]?.inputs.length).toBe(2);
  primary.do({ kind: 'input-arrived', input: packetIn(9) });
  expect(primary.replica.counters.packetsDropped).toBe(2);
});

test('NW2 console input that finds the queue full is refused, with a reason for the person who typed', () => {
  const { primary } = createPair({ configuration: { consoleQueueBytes: 4 } });
  const type = (...bytes: number[]) =>
    primary.do({ kind: 'input-arrived', input: { kind: 'console-input', port: 0, bytes: Uint8Array.from(bytes) } });
  type(1, 2, 3);
  type(4, 5);
  expect(traced(primary)).toContain('input-refused');
  record(primary, quietFrame(1));
  type(4, 5);
  expect(primary.replica.counters.consoleRefused).toBe(1);
});

test("NW3 a backup's outputs go nowhere", () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [packet(1)] }));
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [packet(1)] }));
  expect(backup.of('send-packet')).toEqual([]);
  expect(traced(backup)).toContain('output-dropped');
});
