import { expect, test } from 'vitest';
import { nextWakeMs, report } from '../replica.ts';
import {
  createNode,
  createPair,
  letTimePass,
  loseContact,
  packet,
  passMessages,
  quietFrame,
  record,
  write,
} from '../testing/pair.ts';

test('a report is plain data, and a copy', () => {
  const { primary, backup } = createPair();
  record(primary, quietFrame(1, { outputs: [packet(1), write(1)] }));
  passMessages(primary, backup);
  const before = report(primary.replica);
  expect(structuredClone(before)).toEqual(before);
  expect(before).toMatchObject({
    role: 'primary',
    sentSequence: 1,
    heldOutputs: 2,
    pendingOperations: [{ operation: 1, request: 'write', stage: 'held' }],
  });
  passMessages(backup, primary);
  expect(before.heldOutputs).toBe(2);
  expect(before.counters.outputsReleased).toBe(0);
  expect(report(primary.replica)).toMatchObject({
    heldOutputs: 0,
    acknowledgedSequence: 1,
    counters: { outputsReleased: 2 },
  });
});

test('a host is woken for its next heartbeat, and a spare sleeps', () => {
  const { primary } = createPair();
  letTimePass(primary, 100);
  expect(nextWakeMs(primary.replica)).toBeGreaterThan(100);
  expect(nextWakeMs(primary.replica)).toBeLessThanOrEqual(150);
  const spare = createNode({ self: 'C' });
  spare.do({ kind: 'started', as: 'spare', self: 'C', peer: null, generation: 0 });
  expect(nextWakeMs(spare.replica)).toBe(Infinity);
});

test('a host that waits for storage is woken to ask again', () => {
  const { primary } = createPair();
  loseContact(primary);
  const { askedAtMs } = primary.replica.claim!;
  expect(nextWakeMs(primary.replica)).toBeLessThanOrEqual(askedAtMs + primary.replica.configuration.testAndSetRetryMs);
});
