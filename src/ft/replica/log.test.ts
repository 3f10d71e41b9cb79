import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from '../message/codec.ts';
import type { Batch } from '../message/message.ts';
import {
  createPair,
  packet,
  packetIn,
  passMessages,
  quietFrame,
  record,
  replay,
  letTimePass,
} from '../testing/pair.ts';
import type { Node } from '../testing/pair.ts';

const sentBatches = (node: Node): Batch[] =>
  node.of('send-message').flatMap((effect) => {
    const decoded = decodeMessage(effect.bytes, 'verify');
    return decoded.kind === 'decoded' && decoded.message.kind === 'batch' ? [decoded.message] : [];
  });

test('LE1 inputs are delivered in order of arrival with the next frame, and in the same order on the backup', () => {
  const { primary, backup } = createPair();
  const inputs = [packetIn(1), { kind: 'console-input', port: 0, bytes: Uint8Array.of(2) } as const, packetIn(3)];
  for (const input of inputs) primary.do({ kind: 'input-arrived', input });
  record(primary, quietFrame(1));
  expect(primary.of('run-frame')[0]?.inputs).toEqual(inputs);
  passMessages(primary, backup);
  backup.do({ kind: 'frame-wanted' });
  expect(backup.of('run-frame')[0]?.inputs).toEqual(inputs);
});

test('LE1 an input that arrives while a frame runs waits for the next one', () => {
  const { primary } = createPair();
  primary.do({ kind: 'frame-wanted' });
  primary.do({ kind: 'input-arrived', input: packetIn(1) });
  primary.do({ kind: 'frame-ran', result: quietFrame(1) });
  primary.do({ kind: 'frame-wanted' });
  expect(primary.of('run-frame').map((effect) => effect.inputs.length)).toEqual([0, 1]);
});

test('LE2 slices are replayed with their exact lengths and clocks', () => {
  const { primary, backup } = createPair();
  const slices = [
    { instructions: 100_003, clockMs: 1.001 },
    { instructions: 100_007, clockMs: 2.5 },
  ];
  record(primary, quietFrame(1, { slices }));
  passMessages(primary, backup);
  backup.do({ kind: 'frame-wanted' });
  expect(backup.of('run-frame')[0]?.replay?.slices).toMatchObject(slices);
});

test('LE2 without clock logging the log has no clock', () => {
  const { primary, backup } = createPair({ rules: { clockLogging: false } });
  record(primary, quietFrame(1));
  passMessages(primary, backup);
  backup.do({ kind: 'frame-wanted' });
  expect(backup.of('run-frame')[0]?.replay?.slices[0]).toMatchObject({ instructions: 1000, clockMs: null });
});

test('LE3 random values are replayed in order; without random logging the backup draws its own', () => {
  for (const randomLogging of [true, false]) {
    const { primary, backup } = createPair({ rules: { randomLogging } });
    record(primary, quietFrame(1, { randoms: [7, -8, 9] }));
    passMessages(primary, backup);
    backup.do({ kind: 'frame-wanted' });
    expect(backup.of('run-frame')[0]?.replay?.randoms).toEqual(randomLogging ? [7, -8, 9] : null);
  }
});

test('LE4 every output has an entry with size and digest', () => {
  const { primary } = createPair();
  record(primary, quietFrame(1, { outputs: [packet(1, 2, 3), packet(1, 2, 4)] }));
  const entries = sentBatches(primary)[0]?.entries.filter((entry) => entry.kind === 'output-made') ?? [];
  expect(entries).toMatchObject([
    { output: 'packet-sent', bytes: 3 },
    { output: 'packet-sent', bytes: 3 },
  ]);
  expect(entries[0]?.digest).not.toBe(entries[1]?.digest);
});

test('LE5 a backup without a whole batch runs nothing', () => {
  const { backup } = createPair();
  backup.do({ kind: 'frame-wanted' });
  expect(backup.of('run-frame')).toEqual([]);
});

test('LE5 exact delivery off: inputs land a frame late', () => {
  const { primary, backup } = createPair({ rules: { exactDelivery: false } });
  primary.do({ kind: 'input-arrived', input: packetIn(1) });
  record(primary, quietFrame(1));
  record(primary, quietFrame(2));
  passMessages(primary, backup);
  replay(backup, quietFrame(1));
  replay(backup, quietFrame(2));
  expect(backup.of('run-frame').map((effect) => effect.inputs.length)).toEqual([0, 1]);
});

test('LC1 the batch leaves with the end of its frame', () => {
  const { primary } = createPair();
  record(primary, quietFrame(1));
  expect(sentBatches(primary).map((batch) => batch.sequence)).toEqual([1]);
});

const give = (node: Node, ...sequences: number[]): void => {
  const common = {
    kind: 'batch',
    generation: 1,
    entries: [],
    instructions: 0,
    registersDigest: 0,
    consoleDigest: 0,
    sentAtMs: 0,
    releasedSequence: 0,
    randoms: 'logged',
    outputs: 'logged',
  } as const;
  for (const sequence of sequences)
    node.do({ kind: 'message-received', from: 'A', bytes: encodeMessage({ ...common, sequence }) });
};

test('LC2 a gap stops the backup, and so does a repeat', () => {
  const gap = createPair().backup;
  give(gap, 1, 3);
  expect(gap.of('halt')).toMatchObject([{ reason: 'batch-missing' }]);
  const repeat = createPair().backup;
  give(repeat, 1, 2, 2);
  expect(repeat.of('halt')).toMatchObject([{ reason: 'batch-repeated' }]);
  const sound = createPair().backup;
  give(sound, 1, 2, 3);
  expect(sound.of('halt')).toEqual([]);
});

test('LC3 a full buffer stops the primary until acknowledgments come', () => {
  const { primary, backup } = createPair({ configuration: { primaryBufferBytes: 100 } });
  for (let frame = 1; frame <= 10; frame += 1) record(primary, quietFrame(frame));
  const ran = primary.replica.sequence;
  expect(ran).toBeLessThan(10);
  expect(primary.replica.stall).toBe('log-buffer-full');
  passMessages(primary, backup);
  passMessages(backup, primary);
  primary.do({ kind: 'frame-wanted' });
  expect(primary.replica.stall).toBe(null);
});

test('LC3 without back-pressure the primary goes on, batches find no room, and the backup stops', () => {
  const { primary, backup } = createPair({
    configuration: { primaryBufferBytes: 100, backupBufferBytes: 100 },
    rules: { backPressure: false },
  });
  for (let frame = 1; frame <= 30; frame += 1) {
    record(primary, quietFrame(frame));
    passMessages(primary, backup);
  }
  expect(primary.replica.sequence).toBe(30);
  expect(backup.of('halt')).toMatchObject([{ reason: 'batch-missing' }]);
});

test('LC4 a full buffer leaves batches unread and unacknowledged', () => {
  const { primary, backup } = createPair({ configuration: { backupBufferBytes: 100 } });
  for (let frame = 1; frame <= 10; frame += 1) record(primary, quietFrame(frame));
  passMessages(primary, backup);
  expect(backup.replica.receivedSequence).toBeLessThan(10);
  expect(backup.replica.bufferBytes).toBeLessThanOrEqual(100);
  passMessages(backup, primary);
  expect(primary.replica.acknowledgedSequence).toBe(backup.replica.receivedSequence);
  for (let frame = 1; frame <= 10; frame += 1) replay(backup, quietFrame(frame));
  expect(backup.replica.receivedSequence).toBe(10);
});

test('LC5 a batch is acknowledged on receipt, before it is executed', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1));
  passMessages(primary, backup);
  passMessages(backup, primary);
  expect(primary.replica.acknowledgedSequence).toBe(1);
  expect(backup.replica.executedSequence).toBe(0);
});

test('LC6 a damaged batch stops its receiver and is not acknowledged', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1));
  const bytes = primary.of('send-message')[0]!.bytes.slice();
  bytes[9]! ^= 4;
  backup.do({ kind: 'message-received', from: 'A', bytes });
  expect(backup.of('halt')).toMatchObject([{ reason: 'bad-checksum' }]);
  expect(backup.of('send-message')).toEqual([]);
});

test('LC6 without checksums a damaged batch is taken for a good one', () => {
  const { primary, backup } = createPair({ rules: { checksums: false } });
  record(primary, quietFrame(1));
  const bytes = primary.of('send-message')[0]!.bytes.slice();
  bytes[9]! ^= 4;
  backup.do({ kind: 'message-received', from: 'A', bytes });
  expect(backup.replica.receivedSequence).toBe(1);
});

test('LC7 a lost batch is noticed by the next heartbeat', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1));
  primary.forget();
  letTimePass(primary, 100);
  passMessages(primary, backup);
  expect(backup.of('halt')).toMatchObject([{ reason: 'batch-missing' }]);
});

/** What a random schedule does to a pair: the primary runs, the network moves, the backup runs. */
const steps = fc.array(
  fc.oneof(
    fc.nat({ max: 120 }).map((size) => ({ kind: 'record' as const, size })),
    fc.constant({ kind: 'to-backup' as const }),
    fc.constant({ kind: 'to-primary' as const }),
    fc.constant({ kind: 'replay' as const }),
  ),
  { maxLength: 120 },
);

test('LC3 LC4 whatever the order, buffers stay within their bounds and every batch is executed once, in order', () => {
  fc.assert(
    fc.property(steps, (schedule) => {
      const capacity = 300;
      const { primary, backup } = createPair({
        configuration: { primaryBufferBytes: capacity, backupBufferBytes: capacity },
      });
      let largest = 0;
      const executed: number[] = [];
      for (const step of schedule) {
        if (step.kind === 'record') {
          primary.do({ kind: 'input-arrived', input: packetIn(...Array.from({ length: step.size }, () => 7)) });
          record(primary, quietFrame(primary.replica.sequence + 1));
        } else if (step.kind === 'to-backup') passMessages(primary, backup);
        else if (step.kind === 'to-primary') passMessages(backup, primary);
        else {
          const next = backup.replica.buffer.peek();
          if (next !== undefined) executed.push(next.batch.sequence);
          replay(backup, quietFrame(backup.replica.executedSequence + 1));
        }
        for (const effect of primary.of('send-message')) largest = Math.max(largest, effect.bytes.length);
        // The batch that fills a buffer is still taken, since its size is known only when its frame has run.
        expect(primary.replica.sentBytes).toBeLessThan(capacity + largest + 1);
        expect(backup.replica.bufferBytes).toBeLessThanOrEqual(Math.max(capacity, largest));
        expect(primary.replica.acknowledgedSequence).toBeLessThanOrEqual(backup.replica.receivedSequence);
        expect(backup.replica.executedSequence).toBeLessThanOrEqual(backup.replica.receivedSequence);
      }
      expect(backup.of('halt')).toEqual([]);
      expect(executed).toEqual(executed.map((_, index) => index + 1));
    }),
    { numRuns: 100, seed: 9 },
  );
});
