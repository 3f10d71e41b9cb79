import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standardConfiguration } from '../configuration.ts';
import { createPair, letTimePass, passMessages, quietFrame, record, traced } from '../testing/pair.ts';
import type { Node } from '../testing/pair.ts';
import { createDetector, heard, look } from './detector.ts';

const { detectionTimeoutMs, firstContactTimeoutMs, heartbeatPeriodMs, clockJumpLimitMs } = standardConfiguration;

const meet = (primary: Node, backup: Node): void => {
  for (const node of [primary, backup]) node.do({ kind: 'time-passed' }, 0);
  passMessages(primary, backup);
  passMessages(backup, primary);
  for (const node of [primary, backup]) node.forget();
};

test('FD1 both halves send a heartbeat every period', () => {
  const { primary, backup } = createPair();
  for (const node of [primary, backup]) {
    letTimePass(node, 10 * heartbeatPeriodMs);
    expect(traced(node).filter((kind) => kind === 'heartbeat-sent').length).toBeGreaterThanOrEqual(10);
  }
});

test('FD2 a silent peer is lost after the timeout, and not before', () => {
  const { primary, backup } = createPair();
  meet(primary, backup);
  letTimePass(backup, detectionTimeoutMs - 1);
  expect(backup.replica.role).toBe('backup');
  letTimePass(backup, detectionTimeoutMs + 50);
  expect(traced(backup)).toContain('peer-lost');
});

test('FD3 acknowledgments and batches count as signs of life', () => {
  const { primary, backup } = createPair();
  meet(primary, backup);
  for (let atMs = 50; atMs <= 3 * detectionTimeoutMs; atMs += 50) {
    record(primary, quietFrame(atMs / 50), atMs);
    passMessages(primary, backup, atMs);
    passMessages(backup, primary, atMs);
    // Looks at the clock without sending heartbeats of its own.
    primary.replica.nextHeartbeatMs = Infinity;
    backup.replica.nextHeartbeatMs = Infinity;
    primary.do({ kind: 'time-passed' }, atMs);
    backup.do({ kind: 'time-passed' }, atMs);
  }
  expect([primary.replica.role, backup.replica.role]).toEqual(['primary', 'backup']);
});

test('FD4 a clock that jumped declares nobody dead', () => {
  const { primary, backup } = createPair();
  meet(primary, backup);
  primary.do({ kind: 'time-passed' }, 3_600_000);
  expect(primary.replica.role).toBe('primary');
  expect(primary.replica.detector.silenceMs).toBe(clockJumpLimitMs);
});

test('FD4 silence is never more than the time that passed, nor more than the looks allow, and grows with looks', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 5_000 }), fc.boolean()), { maxLength: 50 }), (steps) => {
      const detector = createDetector(0);
      let now = 0;
      let heardAt = 0;
      let looks = 0;
      for (const [passedMs, isHeard] of steps) {
        now += passedMs;
        if (isHeard) {
          heard(detector, now);
          heardAt = now;
          looks = 0;
        } else {
          const before = detector.silenceMs;
          look(detector, now, clockJumpLimitMs);
          looks += 1;
          expect(detector.silenceMs).toBeGreaterThanOrEqual(before);
        }
        expect(detector.silenceMs).toBeLessThanOrEqual(now - heardAt);
        expect(detector.silenceMs).toBeLessThanOrEqual(looks * clockJumpLimitMs);
      }
    }),
    { numRuns: 200, seed: 6 },
  );
});

test('FD5 a peer that was declared lost is not listened to', () => {
  const { primary, backup } = createPair();
  meet(primary, backup);
  record(primary, quietFrame(1));
  letTimePass(backup, detectionTimeoutMs + 50);
  backup.forget();
  passMessages(primary, backup);
  expect(backup.replica.receivedSequence).toBe(0);
  expect(traced(backup)).toContain('message-ignored');
  // Nor does anything that it says do harm.
  backup.do({ kind: 'message-received', from: 'A', bytes: Uint8Array.of(1, 2, 3) });
  expect(backup.replica.role).toBe('waiting');
  backup.forget();
  letTimePass(backup, backup.replica.nowMs + 300);
  expect(backup.of('send-message')).toEqual([]);
});

test('FD6 a peer that was never heard is given longer', () => {
  const { primary } = createPair();
  letTimePass(primary, detectionTimeoutMs + 100);
  expect(primary.replica.role).toBe('primary');
  letTimePass(primary, firstContactTimeoutMs + 100);
  expect(primary.replica.role).toBe('waiting');
});
