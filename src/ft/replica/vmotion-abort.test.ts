import { expect, test } from 'vitest';
import { vmotion, createSpare, offer, moveUntilReady } from '../testing/moves.ts';
import {
  createPair,
  answerClaim,
  letTimePass,
  loseContact,
  passMessages,
  quietFrame,
  record,
  traced,
} from '../testing/pair.ts';

test('VM5 a target that falls silent before the commit leaves the source as it was', () => {
  const { primary, backup } = createPair();
  primary.do(vmotion('C', 'move-backup'));
  record(primary, quietFrame(1));
  passMessages(primary, backup);
  passMessages(backup, primary);
  primary.do({ kind: 'snapshot-taken', bytes: 100, digest: 'd1' });
  for (let step = 0; step < 40; step += 1) {
    const atMs = primary.replica.nowMs + 50;
    backup.do({ kind: 'time-passed' }, atMs);
    passMessages(backup, primary, atMs);
    primary.do({ kind: 'time-passed' }, atMs);
    passMessages(primary, backup, atMs);
  }
  expect(primary.replica.source).toBe(null);
  expect(primary.replica.role).toBe('primary');
  record(primary, quietFrame(2));
  expect(primary.replica.sequence).toBe(2);
  expect(backup.replica.role).toBe('backup');
});

test('VM5 an old pair ends with the test-and-set of its generation; the loser stops', () => {
  const { primary, target } = moveUntilReady('move-backup');
  expect(primary.of('ask-storage')).toMatchObject([{ request: { kind: 'test-and-set', generation: 1, owner: 'A' } }]);
  expect(primary.replica.generation).toBe(1);
  letTimePass(primary, 30_000);
  expect(primary.replica.source?.stage).toBe('claiming');
  answerClaim(primary, 'lost', 'B');
  expect(primary.of('halt')).toMatchObject([{ reason: 'test-and-set-lost' }]);
  expect(target.replica.role).toBe('starting');
});

test('VM5 a target throws its copy away when the source aborts, though its machine stands', () => {
  const { primary, backup } = createPair();
  const target = createSpare();
  primary.do(vmotion('C', 'move-backup'));
  record(primary, quietFrame(1));
  passMessages(primary, backup);
  passMessages(backup, primary);
  offer(primary, target);
  target.do({ kind: 'machine-started' });
  expect(target.replica.target?.stage).toBe('ready');
  loseContact(primary);
  passMessages(primary, target, primary.replica.nowMs);
  expect(target.replica.role).toBe('spare');
  expect(target.of('discard-machine').length).toBe(1);
});

test('VM5 once the flag of the old pair was asked for, the silence of its backup changes nothing', () => {
  const { primary } = moveUntilReady('move-backup');
  expect(primary.replica.source?.stage).toBe('claiming');
  loseContact(primary);
  expect(traced(primary)).not.toContain('peer-lost');
  answerClaim(primary, 'won');
  expect(primary.replica).toMatchObject({ generation: 2, peer: 'C' });
});

test('VM5 a backup that is lost while the VM becomes quiescent ends FT VMotion', () => {
  const { primary } = createPair();
  primary.do(vmotion('C', 'move-primary'));
  record(primary, quietFrame(1, { quiescent: false }));
  loseContact(primary);
  expect(primary.replica.source).toBe(null);
  answerClaim(primary, 'won');
  expect(primary.replica.role).toBe('live-alone');
});
