import { expect, test } from 'vitest';
import {
  answerClaim,
  answerDisk,
  createAlone,
  createPair,
  diskRequests,
  letTimePass,
  loseContact,
  passMessages,
  quietFrame,
  read,
  record,
  replay,
  write,
} from '../testing/pair.ts';
import type { Node } from '../testing/pair.ts';

const acknowledge = (primary: Node, backup: Node): void => {
  passMessages(primary, backup);
  passMessages(backup, primary);
};

test('DK1 a write to the shared disk waits for its acknowledgment, a read does not', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [write(1), read(2, 100)] }));
  expect(diskRequests(primary)).toEqual(['read 2']);
  acknowledge(primary, backup);
  expect(diskRequests(primary)).toEqual(['read 2', 'write 1']);
});

test('DK2 a backup issues nothing on the shared disk', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [write(1), read(2, 100)] }));
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [write(1), read(2, 100)] }));
  expect(diskRequests(backup)).toEqual([]);
  expect(backup.replica.operations.size).toBe(2);
});

test('DK2 a former primary issues nothing while it waits for the flag', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [write(1), read(2)] }));
  passMessages(primary, backup);
  passMessages(backup, primary);
  expect(diskRequests(primary)).toEqual(['write 1']);
  loseContact(primary);
  answerDisk(primary, 1);
  expect(primary.replica.role).toBe('waiting');
  expect(diskRequests(primary)).not.toContain('read 2');
  answerClaim(primary, 'won');
  expect(diskRequests(primary)).toContain('read 2');
});

test('DK3 operations on the same bytes are carried out one after the other, others at once', () => {
  const alone = createAlone();
  record(alone, quietFrame(1, { outputs: [write(1), read(2, 2), write(3, 100), read(4, 200), read(5, 200)] }));
  expect(diskRequests(alone)).toEqual(['write 1', 'write 3', 'read 4', 'read 5']);
  answerDisk(alone, 1);
  expect(diskRequests(alone)).toContain('read 2');
});

test('DK4 what was read reaches the guest with the frame that logs it, on both sides', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [read(1)] }));
  const data = Uint8Array.of(9, 8, 7, 6);
  answerDisk(primary, 1, data);
  expect(primary.of('deliver-now')).toEqual([]);
  record(primary, quietFrame(2));
  expect(primary.of('run-frame').at(-1)?.inputs).toEqual([{ kind: 'disk-completed', operation: 1, data }]);
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [read(1)] }));
  replay(backup, quietFrame(2));
  expect(backup.of('run-frame').at(-1)?.inputs).toEqual([{ kind: 'disk-completed', operation: 1, data }]);
  expect([primary.replica.operations.size, backup.replica.operations.size]).toEqual([0, 0]);
});

test('DK5 without bounce buffers the live guest has the data before the log says so', () => {
  const { primary, backup } = createPair({ rules: { bounceBuffers: false } });
  record(primary, quietFrame(1, { outputs: [read(1)] }));
  answerDisk(primary, 1, Uint8Array.of(1, 2, 3, 4));
  expect(primary.of('deliver-now').length).toBe(1);
  for (let frame = 2; frame <= 5; frame += 1) record(primary, quietFrame(frame));
  expect(primary.of('run-frame').flatMap((effect) => effect.inputs)).toEqual([]);
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [read(1)] }));
  for (let frame = 2; frame <= 5; frame += 1) replay(backup, quietFrame(frame));
  expect(backup.of('run-frame').map((effect) => effect.inputs.length)).toEqual([0, 0, 0, 1, 0]);
});

test('DK6 an operation that is not answered is asked for again under its own number', () => {
  const alone = createAlone();
  record(alone, quietFrame(1, { outputs: [write(1)] }));
  letTimePass(alone, alone.replica.nowMs + 5_000);
  const asked = alone.of('ask-storage').map((effect) => effect.request);
  expect(asked.length).toBeGreaterThan(1);
  expect(new Set(asked.map((request) => `${request.id} ${'operation' in request ? request.operation : ''}`)).size).toBe(
    1,
  );
  answerDisk(alone, 1);
  answerDisk(alone, 1);
  alone.do({ kind: 'frame-wanted' });
  expect(alone.of('run-frame').at(-1)?.inputs.length).toBe(1);
});

test('DK7 with non-shared disks both halves write their own, at once', () => {
  const { primary, backup } = createPair({
    configuration: { disk: { sharing: 'non-shared', backupReads: 'from-log' } },
  });
  record(primary, quietFrame(1, { outputs: [write(1)] }));
  expect(primary.of('ask-storage')).toMatchObject([{ place: 'own-disk', request: { kind: 'write' } }]);
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [write(1)] }));
  expect(backup.of('ask-storage')).toMatchObject([{ place: 'own-disk', request: { kind: 'write' } }]);
});

test('DK7 with non-shared disks a third party breaks ties, and a backup waits for its own disk', () => {
  const { primary, backup } = createPair({
    configuration: { disk: { sharing: 'non-shared', backupReads: 'from-log' } },
  });
  record(primary, quietFrame(1, { outputs: [write(1)] }));
  answerDisk(primary, 1);
  record(primary, quietFrame(2));
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [write(1)] }));
  backup.do({ kind: 'frame-wanted' });
  expect(backup.replica.stall).toBe('waiting-for-own-disk');
  answerDisk(backup, 1);
  replay(backup, quietFrame(2));
  expect(backup.replica.executedSequence).toBe(2);
  loseContact(backup);
  expect(backup.of('ask-storage').at(-1)).toMatchObject({ place: 'tie-breaker', request: { kind: 'test-and-set' } });
});

test('DK7 racing operations whose completions are in one batch do not make a backup wait for itself', () => {
  const { primary, backup } = createPair({
    configuration: { disk: { sharing: 'non-shared', backupReads: 'from-log' } },
  });
  record(primary, quietFrame(1, { outputs: [read(1), write(2)] }));
  answerDisk(primary, 1, Uint8Array.of(1, 2, 3, 4));
  answerDisk(primary, 2);
  record(primary, quietFrame(2));
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [read(1), write(2)] }));
  expect(diskRequests(backup)).toEqual([]);
  backup.do({ kind: 'frame-wanted' });
  expect(diskRequests(backup)).toEqual(['write 2']);
  answerDisk(backup, 2);
  replay(backup, quietFrame(2));
  expect(backup.replica.executedSequence).toBe(2);
});

test('DK8 in backup-reads mode the log has no data; the backup reads itself and tries until it succeeds', () => {
  const { primary, backup } = createPair({ configuration: { disk: { sharing: 'shared', backupReads: 'from-disk' } } });
  record(primary, quietFrame(1, { outputs: [read(1)] }));
  answerDisk(primary, 1, Uint8Array.of(1, 2, 3, 4));
  record(primary, quietFrame(2));
  passMessages(primary, backup);
  replay(backup, quietFrame(1, { outputs: [read(1)] }));
  expect(diskRequests(backup)).toEqual(['read 1']);
  const { id } = backup.of('ask-storage')[0]!.request;
  backup.do({ kind: 'storage-replied', reply: { kind: 'failed', id, reason: 'not now' } });
  backup.do({ kind: 'frame-wanted' });
  expect(backup.replica.stall).toBe('waiting-for-own-disk');
  for (let step = 0; step < 60; step += 1) {
    const atMs = backup.replica.nowMs + 50;
    primary.do({ kind: 'time-passed' }, atMs);
    passMessages(primary, backup, atMs);
    backup.do({ kind: 'time-passed' }, atMs);
  }
  expect(diskRequests(backup)).toEqual(['read 1', 'read 1']);
  answerDisk(backup, 1, Uint8Array.of(1, 2, 3, 4));
  backup.do({ kind: 'frame-wanted' });
  expect(backup.of('run-frame').at(-1)?.inputs).toEqual([
    { kind: 'disk-completed', operation: 1, data: Uint8Array.of(1, 2, 3, 4) },
  ]);
});

test('DK9 a write waits until the backup has executed earlier reads of the same place', () => {
  const { primary, backup } = createPair({ configuration: { disk: { sharing: 'shared', backupReads: 'from-disk' } } });
  record(primary, quietFrame(1, { outputs: [read(1), write(2)] }));
  answerDisk(primary, 1, Uint8Array.of(1, 2, 3, 4));
  record(primary, quietFrame(2));
  acknowledge(primary, backup);
  expect(diskRequests(primary)).toEqual(['read 1']);
  replay(backup, quietFrame(1, { outputs: [read(1), write(2)] }));
  answerDisk(backup, 1, Uint8Array.of(1, 2, 3, 4));
  replay(backup, quietFrame(2));
  letTimePass(backup, 100);
  passMessages(backup, primary);
  expect(diskRequests(primary)).toEqual(['read 1', 'write 2']);
});

test('DK10 requests carry generation and fencing, and a host that was refused stops', () => {
  const { backup } = createPair();
  loseContact(backup);
  answerClaim(backup, 'won');
  record(backup, quietFrame(1, { outputs: [write(1)] }));
  const { request } = backup.of('ask-storage').at(-1)!;
  expect(request).toMatchObject({ kind: 'write', generation: 1, fencing: 'by-flag' });
  backup.do({ kind: 'storage-replied', reply: { kind: 'fenced', id: request.id, generation: 1 } });
  expect(backup.of('halt')).toMatchObject([{ reason: 'fenced' }]);
});
