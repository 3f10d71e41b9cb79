import { expect, test } from 'vitest';
import { encodeMessage } from '../message/codec.ts';
import { createAlone, createPair, packet, passMessages, quietFrame, record } from '../testing/pair.ts';

test('OR1 an output leaves when its own batch is acknowledged, and not before', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1));
  passMessages(primary, backup);
  record(primary, quietFrame(2, { outputs: [packet(1)] }));
  passMessages(backup, primary);
  expect(primary.replica.acknowledgedSequence).toBe(1);
  expect(primary.of('send-packet')).toEqual([]);
  passMessages(primary, backup);
  passMessages(backup, primary);
  expect(primary.of('send-packet').map((effect) => [...effect.frame])).toEqual([[1]]);
});

test('OR1 an acknowledgment of what was never sent releases nothing, then or later', () => {
  const { primary } = createPair();
  const bytes = encodeMessage({ kind: 'acknowledgment', generation: 1, receivedSequence: 9, executedSequence: 9 });
  primary.do({ kind: 'message-received', from: 'B', bytes });
  record(primary, quietFrame(1, { outputs: [packet(1)] }));
  expect(primary.of('send-packet')).toEqual([]);
});

test('OR2 outputs leave in the order in which they were made', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [packet(1), packet(2)] }));
  record(primary, quietFrame(2, { outputs: [packet(3)] }));
  passMessages(primary, backup);
  passMessages(backup, primary);
  expect(primary.of('send-packet').map((effect) => effect.frame[0])).toEqual([1, 2, 3]);
});

test('OR3 the VM runs on while its outputs wait', () => {
  const { primary } = createPair();
  for (let frame = 1; frame <= 50; frame += 1) record(primary, quietFrame(frame, { outputs: [packet(frame)] }));
  expect(primary.replica.sequence).toBe(50);
  expect(primary.replica.held.size).toBe(50);
});

test('OR4 outputs of a VM that is live alone leave at once', () => {
  const alone = createAlone();
  record(alone, quietFrame(1, { outputs: [packet(9)] }));
  expect(alone.of('send-packet').length).toBe(1);
  expect(alone.of('send-message')).toEqual([]);
});

test('OR5 a full queue of held outputs pauses the VM', () => {
  const { primary, backup } = createPair({ configuration: { outputQueueCapacity: 2 } });
  for (let frame = 1; frame <= 5; frame += 1) record(primary, quietFrame(frame, { outputs: [packet(frame)] }));
  expect(primary.replica.sequence).toBe(2);
  expect(primary.replica.stall).toBe('output-queue-full');
  passMessages(primary, backup);
  passMessages(backup, primary);
  record(primary, quietFrame(3));
  expect(primary.replica.sequence).toBe(3);
});

test('OR6 without the Output Rule an output leaves before anything is acknowledged', () => {
  const { primary } = createPair({ rules: { outputRule: false } });
  record(primary, quietFrame(1, { outputs: [packet(1)] }));
  expect(primary.of('send-packet').length).toBe(1);
});

test.each([{ outputEntry: false }, { weakOutputRule: true }])(
  'OR6 weakened by %o, an output leaves when the batch before its own is acknowledged',
  (rules) => {
    const { primary, backup } = createPair({ rules });
    record(primary, quietFrame(1));
    passMessages(primary, backup);
    record(primary, quietFrame(2, { outputs: [packet(1)] }));
    expect(primary.of('send-packet').length).toBe(0);
    passMessages(backup, primary);
    expect(primary.of('send-packet').length).toBe(1);
  },
);
