import { expect, test } from 'vitest';
import { createSpare, moveUntilStands } from '../testing/moves.ts';
import {
  answerClaim,
  createPair,
  letTimePass,
  loseContact,
  packet,
  passMessages,
  quietFrame,
  record,
  replay,
  traced,
} from '../testing/pair.ts';

const powerOff = { kind: 'commanded', command: { kind: 'power-off' } } as const;

test('CO1 power-off stops both halves at the same frame, and nobody goes live', () => {
  const { primary, backup } = createPair();
  primary.do(powerOff);
  record(primary, quietFrame(1, { outputs: [packet(1)] }));
  primary.do({ kind: 'frame-wanted' });
  expect(primary.replica.stall).toBe('powered-off');
  passMessages(primary, backup);
  passMessages(backup, primary);
  expect(primary.of('send-packet').length).toBe(1);
  expect(primary.of('halt')).toMatchObject([{ reason: 'powered-off' }]);
  loseContact(backup);
  replay(backup, quietFrame(1, { outputs: [packet(1)] }));
  expect(backup.of('halt')).toMatchObject([{ reason: 'powered-off' }]);
  expect(backup.of('ask-storage')).toEqual([]);
});

test('CO2 the CPU share is mirrored on both halves', () => {
  const { primary, backup } = createPair();
  primary.do({ kind: 'commanded', command: { kind: 'set-cpu', percent: 40 } });
  record(primary, quietFrame(1));
  passMessages(primary, backup);
  replay(backup, quietFrame(1));
  expect([primary.replica.cpuShare, backup.replica.cpuShare]).toEqual([40, 40]);
});

test.each(['move-primary', 'move-backup'] as const)('CO2 the share goes along with the VM: %s', (purpose) => {
  const { primary, backup } = createPair();
  const target = createSpare();
  primary.do({ kind: 'commanded', command: { kind: 'set-cpu', percent: 40 } });
  record(primary, quietFrame(1));
  passMessages(primary, backup);
  passMessages(backup, primary);
  replay(backup, quietFrame(1));
  moveUntilStands(primary, backup, target, purpose);
  answerClaim(primary, 'won');
  passMessages(primary, target);
  passMessages(primary, backup);
  expect(target.replica.cpuShare).toBe(40);
  expect(backup.replica).toMatchObject({ role: 'spare', cpuShare: 100 });
});

test('CO3 a powered-off primary that lost its backup takes the flag before it stops', () => {
  const { primary } = createPair();
  primary.do(powerOff);
  record(primary, quietFrame(1));
  loseContact(primary);
  expect(primary.replica.role).toBe('waiting');
  answerClaim(primary, 'won');
  expect(primary.of('halt')).toMatchObject([{ reason: 'powered-off' }]);
  expect(traced(primary)).not.toContain('went-live');
});

test('CO4 a backup that shall be moved asks its primary', () => {
  const { primary, backup } = createPair();
  backup.do({ kind: 'commanded', command: { kind: 'vmotion', to: 'C', purpose: 'move-backup' } });
  expect(backup.replica.source).toBe(null);
  passMessages(backup, primary);
  expect(primary.replica.source).toMatchObject({ to: 'C', purpose: 'move-backup', stage: 'quiescing' });
});

test('CO5 orders that cannot be obeyed are refused with a reason and change nothing', () => {
  const { primary, backup } = createPair();
  backup.do(powerOff);
  expect(backup.of('trace')[0]?.event).toMatchObject({
    kind: 'command-refused',
    reason: 'host B is backup; only the live host takes orders for its VM',
  });
  primary.do({ kind: 'commanded', command: { kind: 'vmotion', to: 'C', purpose: 'move-backup' } });
  primary.do(powerOff);
  expect(primary.of('trace').at(-1)?.event).toMatchObject({ kind: 'command-refused', command: 'power-off' });
  expect(primary.replica.inputs.size).toBe(0);
});

test('CO2 the JIT is switched on at a logged frame', () => {
  const { primary, backup } = createPair();
  primary.do({ kind: 'commanded', command: { kind: 'switch-on-jit' } });
  record(primary, quietFrame(1));
  passMessages(primary, backup);
  backup.do({ kind: 'frame-wanted' });
  expect(backup.of('run-frame')[0]?.inputs).toEqual([{ kind: 'controlled', control: { kind: 'jit-switched-on' } }]);
});

test('CO1 a lost power-off entry stops the backup as any gap does', () => {
  const { primary, backup } = createPair();
  primary.do(powerOff);
  record(primary, quietFrame(1));
  primary.forget();
  letTimePass(primary, 100);
  passMessages(primary, backup);
  expect(backup.of('halt')).toMatchObject([{ reason: 'batch-missing' }]);
});
