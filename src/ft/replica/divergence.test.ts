import { expect, test } from 'vitest';
import type { FrameResult } from '../event.ts';
import { standardConfiguration } from '../configuration.ts';
import { createPair, packet, passMessages, quietFrame, record, replay } from '../testing/pair.ts';
import type { Node } from '../testing/pair.ts';

const logged = (more: Partial<FrameResult> = {}): FrameResult => quietFrame(1, { outputs: [packet(1, 2)], ...more });

const replayed = (result: FrameResult, atMs = 0): Node => {
  const { primary, backup } = createPair();
  record(primary, logged(), atMs);
  passMessages(primary, backup, atMs);
  replay(backup, result, atMs);
  return backup;
};

const differences: readonly (readonly [what: string, more: Partial<FrameResult>])[] = [
  ['slice 1 ran 999 instructions, the log has 1000', { slices: [{ instructions: 999, clockMs: 1 }] }],
  [
    '2 slices, the log has 1',
    {
      slices: [
        { instructions: 1000, clockMs: 1 },
        { instructions: 1, clockMs: 1 },
      ],
    },
  ],
  ['output 1 is packet-sent of 3 bytes', { outputs: [packet(1, 2, 3)] }],
  ['output 1 is none', { outputs: [] }],
  ['output 2 is packet-sent of 1 bytes', { outputs: [packet(1, 2), packet(3)] }],
  ['1001 instructions since boot, the log has 1000', { instructions: 1001 }],
  ['registers have digest 00000009, the log has 00000001', { registersDigest: 9 }],
  ['console output has digest 00000009', { consoleDigest: 9 }],
  ['the machine said so', { mismatch: 'the machine said so' }],
];

test.each(differences)('DV1 DV2 a replayed frame that differs is named: %s', (what, more) => {
  const backup = replayed(logged(more));
  const [halt] = backup.of('halt');
  expect(halt?.reason).toBe('diverged');
  expect(halt?.detail).toContain(what);
});

test('DV1 a frame that does not differ is no divergence', () => {
  expect(replayed(logged()).of('halt')).toEqual([]);
});

test('DV3 memory is hashed every period on both sides at the same frame, and compared', () => {
  for (const digest of ['aa', 'bb']) {
    const { primary, backup } = createPair();
    primary.do({ kind: 'frame-wanted' }, standardConfiguration.memoryHashPeriodMs);
    expect(primary.of('run-frame')[0]?.hashMemory).toBe('now');
    primary.do({ kind: 'frame-ran', result: logged({ memoryDigest: 'aa' }) });
    record(primary, quietFrame(2));
    expect(primary.of('run-frame')[1]?.hashMemory).toBe('no');
    passMessages(primary, backup);
    backup.do({ kind: 'frame-wanted' });
    expect(backup.of('run-frame')[0]?.hashMemory).toBe('now');
    backup.do({ kind: 'frame-ran', result: logged({ memoryDigest: digest }) });
    expect(backup.of('halt').length).toBe(digest === 'aa' ? 0 : 1);
  }
});

test('DV4 told to go on, a backup that differs only says so', () => {
  const { primary, backup } = createPair({ configuration: { onDivergence: 'continue' } });
  record(primary, logged());
  passMessages(primary, backup);
  replay(backup, logged({ registersDigest: 9 }));
  expect(backup.of('trace').map((effect) => effect.event.kind)).toContain('diverged');
  expect(backup.replica.role).toBe('backup');
});
