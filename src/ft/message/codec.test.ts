import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEntry } from '../log-entry.ts';
import { decodeMessage, encodeMessage } from './codec.ts';
import type { Message } from './message.ts';

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const word = fc.nat({ max: 0xffffffff });
const bytes = fc.uint8Array({ maxLength: 300 });
const clock = fc.oneof(
  fc.constant(null),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.nat({ max: 1e9 }).map((microseconds) => microseconds / 1000),
);

const entry: fc.Arbitrary<LogEntry> = fc.oneof(
  fc.record({ kind: fc.constant('slice-ended' as const), instructions: count, clockMs: clock }),
  fc.record({ kind: fc.constant('random-drawn' as const), value: fc.integer().map((value) => value | 0) }),
  fc.record({
    kind: fc.constant('output-made' as const),
    output: fc.constantFrom('packet-sent' as const, 'disk-requested' as const),
    bytes: count,
    digest: word,
  }),
  fc.record({ kind: fc.constant('memory-hashed' as const), digest: fc.stringMatching(/^[0-9a-f]{16}$/) }),
  fc.record({ kind: fc.constant('console-input' as const), port: fc.constantFrom(0 as const, 1 as const), bytes }),
  fc.record({ kind: fc.constant('packet-received' as const), frame: bytes }),
  fc.record({ kind: fc.constant('disk-completed' as const), operation: count, data: fc.option(bytes) }),
  fc.record({
    kind: fc.constant('controlled' as const),
    control: fc.oneof(
      fc.constant({ kind: 'power-off' as const }),
      fc.constant({ kind: 'jit-switched-on' as const }),
      fc.record({ kind: fc.constant('cpu-share-set' as const), percent: fc.integer({ min: 1, max: 100 }) }),
    ),
  }),
);

const logged = fc.constantFrom('logged' as const, 'left-out' as const);
const purpose = fc.constantFrom('new-backup' as const, 'move-primary' as const, 'move-backup' as const);

const message: fc.Arbitrary<Message> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('batch' as const),
      generation: count,
      sequence: count,
      entries: fc.array(entry, { maxLength: 20 }),
      instructions: count,
      registersDigest: word,
      consoleDigest: word,
      sentAtMs: fc.nat({ max: 1e12 }).map((microseconds) => microseconds / 1000),
      releasedSequence: count,
      randoms: logged,
      outputs: logged,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('acknowledgment' as const),
      generation: count,
      receivedSequence: count,
      executedSequence: count,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('heartbeat' as const),
      generation: count,
      sentSequence: count,
      receivedSequence: count,
      executedSequence: count,
      releasedSequence: count,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('vmotion-requested' as const),
      generation: count,
      to: fc.constantFrom('A' as const, 'B' as const, 'C' as const),
      purpose,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('vmotion-offered' as const),
      generation: count,
      purpose,
      snapshotBytes: count,
      snapshotDigest: fc.stringMatching(/^[0-9a-f]{16}$/),
      cpuPercent: fc.integer({ min: 1, max: 100 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'vmotion-ready' as const,
        'vmotion-committing' as const,
        'vmotion-committed' as const,
        'vmotion-aborted' as const,
        'retired' as const,
      ),
      generation: count,
    }),
  },
);

test('LE6 every message decodes to what was encoded, clocks to the last bit', () => {
  fc.assert(
    fc.property(message, (sent) => {
      expect(decodeMessage(encodeMessage(sent), 'verify')).toEqual({ kind: 'decoded', message: sent });
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('LC6 no single flipped bit goes unnoticed', () => {
  fc.assert(
    fc.property(message, fc.nat(), (sent, position) => {
      const damaged = encodeMessage(sent);
      const bit = position % (damaged.length * 8);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(decodeMessage(damaged, 'verify')).toMatchObject({ kind: 'refused', reason: 'bad-checksum' });
    }),
    { numRuns: 300, seed: 2 },
  );
});

test('LE6 whatever the bytes are, decoding never throws and never invents what is not there', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const decoded = decodeMessage(noise, 'ignore');
      if (decoded.kind === 'refused') expect(decoded.reason).toBe('malformed-message');
      else expect(encodeMessage(decoded.message).length).toBeLessThanOrEqual(noise.length + 64);
    }),
    { numRuns: 2000, seed: 3 },
  );
});

test('LE6 a message cut short is refused', () => {
  fc.assert(
    fc.property(message, fc.nat(), (sent, position) => {
      const whole = encodeMessage(sent);
      expect(decodeMessage(whole.subarray(0, position % whole.length), 'ignore')).toMatchObject({ kind: 'refused' });
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('LE6 a length beyond the end is refused by name', () => {
  const whole = encodeMessage({
    kind: 'vmotion-offered',
    generation: 1,
    purpose: 'new-backup',
    snapshotBytes: 1,
    snapshotDigest: 'abc',
    cpuPercent: 100,
  });
  whole[4] = 100;
  const decoded = decodeMessage(whole, 'ignore');
  expect(decoded.kind === 'refused' && decoded.detail).toMatch(/^100 bytes announced/);
});

test('LE6 a message larger than the workbench is whole', () => {
  const frame = new Uint8Array(70_000).map((_, index) => index);
  const sent: Message = {
    kind: 'batch',
    generation: 1,
    sequence: 1,
    entries: [{ kind: 'packet-received', frame }],
    instructions: 1,
    registersDigest: 1,
    consoleDigest: 1,
    sentAtMs: 1,
    releasedSequence: 0,
    randoms: 'logged',
    outputs: 'logged',
  };
  expect(decodeMessage(encodeMessage(sent), 'verify')).toEqual({ kind: 'decoded', message: sent });
  expect(decodeMessage(encodeMessage({ kind: 'retired', generation: 2 }), 'verify')).toEqual({
    kind: 'decoded',
    message: { kind: 'retired', generation: 2 },
  });
});
