import { expect, test } from 'vitest';
import type { HostId } from '../../ft/host-id.ts';
import type { TraceEvent } from '../../ft/trace.ts';
import { Hops } from './hops.ts';

const batch = (sequence: number, completions = 0) =>
  ({ sequence, bytes: 100, instructions: sequence * 1000, entries: { 'disk-completed': completions } }) as const;

test('each part of the way has its own time, whichever host reports first', () => {
  const hops = new Hops('A');
  const told: readonly (readonly [HostId, number, TraceEvent])[] = [
    ['B', 11, { kind: 'batch-received', ...batch(1) }],
    ['B', 14, { kind: 'batch-replayed', sequence: 1, instructions: 1000, lagMs: 4 }],
    ['A', 10, { kind: 'batch-sent', ...batch(1) }],
    ['A', 13, { kind: 'acknowledgment-received', receivedSequence: 1, executedSequence: 0 }],
    ['A', 13, { kind: 'output-released', sequence: 1, output: 'disk-requested', bytes: 512, digest: 1 }],
    ['A', 13.5, { kind: 'disk-issued', operation: 7, request: 'write' }],
    ['A', 20, { kind: 'disk-completed', operation: 7, request: 'write' }],
    ['A', 21, { kind: 'batch-sent', ...batch(2) }],
    ['A', 28, { kind: 'batch-sent', ...batch(3, 1) }],
  ];
  for (const [host, atMs, event] of told) hops.take(host, { atMs, generation: 1, event });
  const medians = Object.fromEntries(hops.summary().map(({ name, count, medianMs }) => [name, [count, medianMs]]));
  expect(medians).toEqual({
    'primary: end of a frame to end of the next': [2, 9],
    'batch: primary to backup': [1, 1],
    'acknowledgment: backup to primary': [1, 2],
    'backup: batch received to executed': [1, 3],
    'output: made to released': [1, 3],
    'disk: asked for by the guest to sent to storage': [1, 3.5],
    'disk: sent to storage to answered': [1, 6.5],
    'disk: answered to end of the frame that has it': [1, 8],
  });
});

test('what did not happen has no time', () => {
  expect(new Hops('A').summary().every(({ count, medianMs }) => count === 0 && Number.isNaN(medianMs))).toBe(true);
});
