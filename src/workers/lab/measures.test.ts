import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../ft/trace.ts';
import { Measures } from './measures.ts';

describe('measures', () => {
  it('split a failover into detection, drain, test-and-set and first output', () => {
    const measures = new Measures();
    const tell = (atMs: number, event: TraceEvent) => measures.take('B', { atMs, generation: 1, event });
    tell(1000, { kind: 'peer-lost', peer: 'A', silenceMs: 500 });
    tell(1030, { kind: 'test-and-set-asked', generation: 1, attempt: 1 });
    tell(1031, { kind: 'test-and-set-won', generation: 1, owner: 'B' });
    tell(1032, {
      kind: 'went-live',
      generation: 1,
      sequence: 9,
      outputsSentAgain: 0,
      operationsReissued: 0,
      claimed: true,
    });
    tell(1040, { kind: 'output-released', sequence: 10, output: 'packet-sent', bytes: 60, digest: 1 });
    tell(1050, { kind: 'output-released', sequence: 11, output: 'packet-sent', bytes: 60, digest: 1 });
    expect(measures.failover).toEqual({ count: 1, detectionMs: 500, drainMs: 30, testAndSetMs: 1, firstOutputMs: 8 });
  });

  it('time FT VMotion from when the VM stands still until the new primary runs', () => {
    const measures = new Measures();
    const tell = (atMs: number, event: TraceEvent) => measures.take('A', { atMs, generation: 1, event });
    const phase = (name: 'quiescing' | 'snapshot-taken', detail = ''): TraceEvent => ({
      kind: 'vmotion',
      phase: name,
      generation: 2,
      peer: 'C',
      detail,
    });
    tell(100, phase('quiescing'));
    tell(140, { kind: 'stalled', reason: 'paused-for-vmotion' });
    tell(170, phase('snapshot-taken', '12501860 bytes'));
    tell(350, { kind: 'role-changed', from: 'starting', to: 'primary', generation: 2, reason: '' });
    expect(measures.vmotion).toEqual({ count: 1, pauseMs: 210, snapshotBytes: 12_501_860 });
  });
});
