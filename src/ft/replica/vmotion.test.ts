import { expect, test } from 'vitest';
import { vmotion, createSpare, offer, moveUntilStands, moveUntilReady } from '../testing/moves.ts';
import {
  createAlone,
  createPair,
  answerClaim,
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
import type { Node } from '../testing/pair.ts';

test('VM1 only the live host starts FT VMotion, one at a time, to a host that has neither half', () => {
  const { primary } = createPair();
  for (const refused of [vmotion('A', 'move-primary'), vmotion('B', 'move-primary'), vmotion('C', 'new-backup')]) {
    primary.do(refused);
    expect(primary.of('trace').at(-1)?.event).toMatchObject({ kind: 'command-refused', command: 'vmotion' });
    expect(primary.replica.source).toBe(null);
  }
  primary.do(vmotion('C', 'move-backup'));
  expect(primary.replica.source).not.toBe(null);
  primary.do(vmotion('C', 'move-backup'));
  expect(primary.of('trace').at(-1)?.event).toMatchObject({
    kind: 'command-refused',
    reason: 'an FT VMotion is under way already',
  });
  const alone = createAlone();
  alone.do(vmotion('C', 'move-backup'));
  expect(alone.replica.source).toBe(null);
});

test('VM2 no snapshot while a disk operation is on its way or the machine is busy', () => {
  const alone = createAlone();
  record(alone, quietFrame(1, { outputs: [write(1)] }));
  alone.do(vmotion('C', 'new-backup'));
  record(alone, quietFrame(2, { quiescent: false }));
  const [asked] = alone.of('ask-storage').slice(-1);
  alone.do({ kind: 'storage-replied', reply: { kind: 'write-done', id: asked!.request.id, operation: 1 } });
  expect(alone.of('take-snapshot')).toEqual([]);
  record(alone, quietFrame(3, { quiescent: false }));
  expect(alone.of('take-snapshot')).toEqual([]);
  record(alone, quietFrame(4));
  expect(alone.of('take-snapshot').length).toBe(1);
});

test('VM2 a completion that has arrived is given to the guest before the snapshot and logged with the next frame', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [write(1)] }));
  passMessages(primary, backup);
  passMessages(backup, primary);
  primary.do(vmotion('C', 'move-backup'));
  const [asked] = primary.of('ask-storage').slice(-1);
  primary.do({ kind: 'storage-replied', reply: { kind: 'write-done', id: asked!.request.id, operation: 1 } });
  const completion = { kind: 'disk-completed', operation: 1, data: null };
  expect(primary.of('deliver-now').map(({ input }) => input)).toEqual([completion]);
  expect(primary.of('take-snapshot').length).toBe(1);
  // Aborted, as nobody answers there: the old pair goes on, and its backup delivers the completion at the same point.
  primary.do({ kind: 'snapshot-taken', bytes: 1, digest: 'x' });
  for (let look = 0; look < 15; look += 1) {
    letTimePass(primary, primary.replica.nowMs + 100);
    letTimePass(backup, primary.replica.nowMs);
    passMessages(primary, backup);
    passMessages(backup, primary);
  }
  expect(primary.replica.source).toBe(null);
  record(primary, quietFrame(2));
  expect(primary.of('run-frame').at(-1)?.inputs).toEqual([]);
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [write(1)] }));
  backup.do({ kind: 'frame-wanted' });
  expect(backup.of('run-frame').at(-1)?.inputs).toEqual([completion]);
});

test('VM2 a pair pauses first and is snapshot when all is acknowledged and released', () => {
  const { primary, backup } = createPair();
  primary.do(vmotion('C', 'move-backup'));
  record(primary, quietFrame(1, { outputs: [packet(1)] }));
  expect(primary.of('take-snapshot')).toEqual([]);
  primary.do({ kind: 'frame-wanted' });
  expect(primary.replica.stall).toBe('paused-for-vmotion');
  passMessages(primary, backup);
  passMessages(backup, primary);
  expect(primary.of('take-snapshot').length).toBe(1);
});

test('VM2 a VM that does not become quiescent goes on as before', () => {
  const alone = createAlone();
  alone.do(vmotion('C', 'new-backup'));
  letTimePass(alone, alone.replica.nowMs + 11_000);
  expect(alone.replica.source).toBe(null);
  record(alone, quietFrame(1));
  expect(alone.replica.role).toBe('live-alone');
});

test('VM3 both halves start anew from the snapshot', () => {
  const alone = createAlone();
  const target = createSpare();
  alone.do(vmotion('C', 'new-backup'));
  record(alone, quietFrame(1));
  offer(alone, target);
  for (const node of [alone, target])
    expect(node.of('start-machine')).toMatchObject([{ from: 'snapshot', disk: { kind: 'as-it-is' } }]);
});

test('VM4 the target runs nothing before the commit, then replays', () => {
  const alone = createAlone();
  const target = createSpare();
  alone.do(vmotion('C', 'new-backup'));
  record(alone, quietFrame(1));
  offer(alone, target);
  target.do({ kind: 'machine-started' });
  target.do({ kind: 'frame-wanted' });
  expect(target.of('run-frame')).toEqual([]);
  passMessages(target, alone);
  expect(alone.replica.role).toBe('live-alone');
  alone.do({ kind: 'machine-started' });
  passMessages(alone, target);
  expect([alone.replica.role, target.replica.role]).toEqual(['primary', 'backup']);
  record(alone, quietFrame(2));
  passMessages(alone, target);
  replay(target, quietFrame(2));
  expect(target.replica.executedSequence).toBe(1);
});

test('VM4 a snapshot that arrived damaged is never started', () => {
  const alone = createAlone();
  const target = createSpare();
  alone.do(vmotion('C', 'new-backup'));
  record(alone, quietFrame(1));
  offer(alone, target, 'other');
  expect(target.of('start-machine')).toEqual([]);
  expect(target.replica.role).toBe('spare');
});

test('VM6 a target that heard nothing of a commit throws its copy away', () => {
  const alone = createAlone();
  const target = createSpare();
  alone.do(vmotion('C', 'new-backup'));
  record(alone, quietFrame(1));
  offer(alone, target);
  target.do({ kind: 'machine-started' });
  loseContact(target);
  expect(target.replica.role).toBe('spare');
  expect(target.of('discard-machine').length).toBe(1);
  expect(target.of('ask-storage')).toEqual([]);
});

test('VM6 a target that heard of the coming commit lets the flag of the old pair decide', () => {
  const outcomes = [
    { outcome: 'won', owner: 'C', finally: 'waiting' },
    { outcome: 'lost', owner: 'A', finally: 'waiting' },
    { outcome: 'lost', owner: 'B', finally: 'spare' },
  ] as const;
  for (const { outcome, owner, finally: role } of outcomes) {
    const { primary, target } = moveUntilReady('move-backup');
    passMessages(primary, target);
    expect(target.replica.target?.stage).toBe('committing');
    loseContact(target);
    expect(target.of('ask-storage')[0]?.request).toMatchObject({ generation: 1, owner: 'C' });
    answerClaim(target, outcome, owner);
    expect(target.replica.role).toBe(role);
    if (role === 'spare') continue;
    expect(target.of('ask-storage').at(-1)?.request).toMatchObject({ generation: 2, owner: 'C' });
    answerClaim(target, 'won');
    expect(target.replica.role).toBe('live-alone');
  }
});

test('VM6 a batch without the commit before it is a gap', () => {
  const { primary, target } = moveUntilReady('move-backup');
  answerClaim(primary, 'won');
  primary.do({ kind: 'machine-started' });
  primary.effects.splice(0);
  record(primary, quietFrame(2));
  passMessages(primary, target);
  expect(target.of('halt')).toMatchObject([{ reason: 'batch-missing' }]);
});

test.each([
  { purpose: 'move-primary', half: 'primary' },
  { purpose: 'move-backup', half: 'backup' },
] as const)('VM6 the commit is lost, and a heartbeat of the new generation tells it: $purpose', ({ purpose, half }) => {
  const { primary, target } = moveUntilReady(purpose);
  passMessages(primary, target);
  answerClaim(primary, 'won');
  primary.forget();
  expect(target.replica.role).toBe('starting');
  letTimePass(primary, primary.replica.nowMs + 50);
  passMessages(primary, target);
  expect(target.replica.role).toBe(half);
  expect(target.of('halt')).toEqual([]);
});

test('VM7 the new pair has the next generation and an empty log, and the old backup is a spare', () => {
  const { primary, backup, target } = moveUntilReady('move-backup');
  answerClaim(primary, 'won');
  passMessages(primary, backup);
  passMessages(primary, target);
  primary.do({ kind: 'machine-started' });
  expect([primary.replica.role, backup.replica.role, target.replica.role]).toEqual(['primary', 'spare', 'backup']);
  expect([primary.replica.generation, target.replica.generation]).toEqual([2, 2]);
  expect([primary.replica.sequence, target.replica.receivedSequence]).toEqual([0, 0]);
  expect(backup.of('discard-machine').length).toBe(1);
});

test('GL6 FD6 a spare whose last VM came by FT VMotion boots the next one as any host does', () => {
  const { primary, backup, target } = moveUntilReady('move-backup');
  const commit = (from: Node, to: Node): void => {
    answerClaim(primary, 'won');
    passMessages(primary, from);
    passMessages(primary, to);
    primary.do({ kind: 'machine-started' });
  };
  commit(backup, target);
  moveUntilStands(primary, target, backup, 'move-backup');
  commit(target, backup);
  expect([target.replica.role, backup.replica.role]).toEqual(['spare', 'backup']);
  target.forget();
  target.do({ kind: 'started', as: 'primary', self: 'C', peer: 'A', generation: 4 });
  target.do({ kind: 'machine-started' });
  expect(target.of('announce-location').length).toBe(1);
  letTimePass(target, target.replica.nowMs + target.replica.configuration.detectionTimeoutMs + 100);
  expect(target.replica.role).toBe('primary');
});

test('VM8 moving the primary makes the target primary and the source its backup', () => {
  const { primary, target } = moveUntilReady('move-primary');
  answerClaim(primary, 'won');
  passMessages(primary, target);
  primary.do({ kind: 'machine-started' });
  expect([primary.replica.role, target.replica.role]).toEqual(['backup', 'primary']);
  expect(target.of('announce-location').length).toBe(1);
  target.do({ kind: 'input-arrived', input: packetIn(1) });
  record(target, quietFrame(2));
  passMessages(target, primary);
  replay(primary, quietFrame(2));
  expect(primary.replica.executedSequence).toBe(1);
  expect(traced(primary)).not.toContain('diverged');
});

test('DK7 with non-shared disks the target takes over the disk that came with the snapshot, when it starts', () => {
  const options = { configuration: { disk: { sharing: 'non-shared', backupReads: 'from-log' } } } as const;
  const alone = createAlone(options);
  const target = createSpare('C', options);
  alone.do(vmotion('C', 'new-backup'));
  record(alone, quietFrame(1));
  offer(alone, target);
  expect(alone.of('send-snapshot')).toMatchObject([{ disk: 'included' }]);
  expect(target.of('start-machine')).toMatchObject([{ disk: { kind: 'from-snapshot', from: 'A', generation: 2 } }]);
});
