import { expect, test } from 'vitest';
import {
  answerClaim,
  answerDisk,
  createNode,
  createPair,
  diskRequests,
  letTimePass,
  loseContact,
  packet,
  packetIn,
  passMessages,
  quietFrame,
  record,
  replay,
  traced,
  write,
} from '../testing/pair.ts';

test('TS1 a backup that lost its primary is not live before it won', () => {
  const { backup } = createPair();
  loseContact(backup);
  expect(backup.replica.role).toBe('waiting');
  answerClaim(backup, 'won');
  expect(backup.replica.role).toBe('live-alone');
});

test('TS1 a first VM that starts alone asks too', () => {
  const node = createNode();
  node.do({ kind: 'started', as: 'primary', self: 'A', peer: null, generation: 7 });
  node.do({ kind: 'machine-started' });
  expect(node.of('ask-storage')).toMatchObject([
    { place: 'shared-disk', request: { kind: 'test-and-set', generation: 7, owner: 'A' } },
  ]);
  node.do({ kind: 'frame-wanted' });
  expect(node.of('run-frame')).toEqual([]);
  answerClaim(node, 'won');
  node.do({ kind: 'frame-wanted' });
  expect(node.of('run-frame').length).toBe(1);
});

test('TS1 without test-and-set whoever believes its peer lost is live: both', () => {
  const { primary, backup } = createPair({ rules: { testAndSet: false } });
  for (const node of [primary, backup]) loseContact(node);
  expect([primary.replica.role, backup.replica.role]).toEqual(['live-alone', 'live-alone']);
});

test('TS2 the loser stops for good', () => {
  const { backup } = createPair();
  loseContact(backup);
  answerClaim(backup, 'lost', 'A');
  expect(backup.of('halt')).toMatchObject([{ reason: 'test-and-set-lost' }]);
  backup.forget();
  letTimePass(backup, 60_000);
  expect(backup.effects).toEqual([]);
});

test('TS3 storage that does not answer is asked again and again, always with the same request', () => {
  const { backup } = createPair();
  loseContact(backup);
  letTimePass(backup, 20_000);
  const asked = backup.of('ask-storage').map((effect) => effect.request.id);
  expect(asked.length).toBeGreaterThan(10);
  expect(new Set(asked).size).toBe(1);
  expect(backup.replica.role).toBe('waiting');
  answerClaim(backup, 'won');
  expect(backup.replica.role).toBe('live-alone');
});

test('TS4 the request says how a repeated question of the winner is answered', () => {
  for (const idempotentTestAndSet of [true, false]) {
    const { backup } = createPair({ rules: { idempotentTestAndSet } });
    loseContact(backup);
    expect(backup.of('ask-storage')[0]?.request).toMatchObject({
      owner: 'B',
      repeat: idempotentTestAndSet ? 'won-again' : 'lost',
    });
  }
});

test('GL1 every entry that was received is executed first, read or unread', () => {
  const { primary, backup } = createPair({ configuration: { backupBufferBytes: 1 } });
  for (let frame = 1; frame <= 3; frame += 1) record(primary, quietFrame(frame));
  passMessages(primary, backup);
  expect(backup.replica.receivedSequence).toBe(1);
  loseContact(backup);
  expect(backup.replica.role).toBe('draining');
  for (let frame = 1; frame <= 3; frame += 1) {
    expect(backup.of('ask-storage')).toEqual([]);
    replay(backup, quietFrame(frame));
  }
  expect(backup.replica.executedSequence).toBe(3);
  expect(backup.replica.role).toBe('waiting');
});

test('GL2 while it waits for the flag the VM stands still', () => {
  const { backup } = createPair();
  loseContact(backup);
  backup.do({ kind: 'frame-wanted' });
  expect(backup.of('run-frame')).toEqual([]);
  expect(backup.replica.stall).toBe('waiting-for-storage');
});

test('GL3 a primary keeps its outputs held until it has won, then lets them out in order', () => {
  const { primary } = createPair();
  record(primary, quietFrame(1, { outputs: [packet(1)] }));
  record(primary, quietFrame(2, { outputs: [packet(2)] }));
  loseContact(primary);
  expect(primary.replica.role).toBe('waiting');
  expect(primary.of('send-packet')).toEqual([]);
  answerClaim(primary, 'won');
  expect(primary.of('send-packet').map((effect) => effect.frame[0])).toEqual([1, 2]);
});

test('GL3 what arrives for a primary that waits is not lost', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [write(1)] }));
  passMessages(primary, backup);
  passMessages(backup, primary);
  loseContact(primary);
  answerDisk(primary, 1);
  primary.do({ kind: 'input-arrived', input: packetIn(5) });
  answerClaim(primary, 'won');
  primary.do({ kind: 'frame-wanted' });
  expect(
    primary
      .of('run-frame')
      .at(-1)
      ?.inputs.map((input) => input.kind),
  ).toEqual(['disk-completed', 'packet-received']);
});

test.each([true, false])('GL4 pending disk operations are issued again, with the rule reissue %o', (reissue) => {
  const { primary, backup } = createPair({ rules: { reissue } });
  record(primary, quietFrame(1, { outputs: [write(1), write(2, 100)] }));
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [write(1), write(2, 100)] }));
  loseContact(backup);
  answerClaim(backup, 'won');
  expect(diskRequests(backup)).toEqual(reissue ? ['write 1', 'write 2'] : []);
  if (!reissue) return;
  answerDisk(backup, 1);
  backup.do({ kind: 'frame-wanted' });
  expect(backup.of('run-frame').at(-1)?.inputs).toMatchObject([{ kind: 'disk-completed', operation: 1 }]);
});

test('GL5 only outputs that may not have left are sent again', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [packet(1)] }));
  passMessages(primary, backup);
  passMessages(backup, primary);
  record(primary, quietFrame(2, { outputs: [packet(2)] }));
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [packet(1)] }));
  replay(backup, quietFrame(2, { outputs: [packet(2)] }));
  loseContact(backup);
  answerClaim(backup, 'won');
  expect(backup.of('send-packet').map((effect) => effect.frame[0])).toEqual([2]);
});

test('GL5 a backup keeps a bounded number of outputs, the newest', () => {
  const { primary, backup } = createPair({ configuration: { keptOutputCapacity: 2 } });
  for (let frame = 1; frame <= 4; frame += 1) {
    record(primary, quietFrame(frame, { outputs: [packet(frame)] }));
    passMessages(primary, backup);
    replay(backup, quietFrame(frame, { outputs: [packet(frame)] }));
  }
  loseContact(backup);
  answerClaim(backup, 'won');
  expect(backup.of('send-packet').map((effect) => effect.frame[0])).toEqual([3, 4]);
});

test('GL6 the new location is announced, again while no packet comes, and not for ever', () => {
  const { backup } = createPair();
  loseContact(backup);
  answerClaim(backup, 'won');
  expect(backup.of('announce-location').length).toBe(1);
  const { nowMs } = backup.replica;
  letTimePass(backup, nowMs + 60_000);
  expect(backup.of('announce-location').length).toBe(backup.replica.configuration.announcements);
});

test('GL6 packets for the service show that the switch has understood; broadcasts, which come to every port, do not', () => {
  const announcements = (firstByte: number): number => {
    const { backup } = createPair();
    loseContact(backup);
    answerClaim(backup, 'won');
    for (let step = 0; step < 100; step += 1) {
      backup.do({ kind: 'input-arrived', input: packetIn(firstByte) });
      letTimePass(backup, backup.replica.nowMs + 50);
    }
    return backup.of('announce-location').length;
  };
  expect(announcements(0x52)).toBe(1);
  expect(announcements(0xff)).toBeGreaterThan(5);
});

test('GL6 a primary that is powered on announces itself: before it was off, the service may have been elsewhere', () => {
  const primary = createNode();
  primary.do({ kind: 'started', as: 'primary', self: 'A', peer: 'B', generation: 7 }, 0);
  expect(primary.of('announce-location')).toEqual([]);
  primary.do({ kind: 'machine-started' });
  expect(primary.of('announce-location').length).toBe(1);
});

test('GL6 a primary that goes on alone did not move, and without the rule nobody announces', () => {
  // The one announcement of its boot is over.
  const { primary } = createPair({ configuration: { announcements: 1 } });
  loseContact(primary);
  const before = primary.of('announce-location').length;
  answerClaim(primary, 'won');
  expect(primary.of('announce-location').length).toBe(before);
  const { backup } = createPair({ rules: { announceLocation: false } });
  loseContact(backup);
  answerClaim(backup, 'won');
  expect(traced(backup)).not.toContain('location-announced');
});
