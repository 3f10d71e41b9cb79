import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../ft/trace.ts';
import { Invariants, type InvariantId } from './invariants.ts';

function create() {
  const broken: InvariantId[] = [];
  const invariants = new Invariants();
  invariants.broken = (id) => broken.push(id);
  const traced = (host: 'A' | 'B', event: TraceEvent, generation = 1) =>
    invariants.traced(host, { atMs: 0, generation, event });
  const wentLive = (generation: number): TraceEvent => ({
    kind: 'went-live',
    generation,
    sequence: 9,
    outputsSentAgain: 0,
    operationsReissued: 0,
    claimed: true,
  });
  const output = (
    kind: 'output-held' | 'output-released' | 'output-dropped',
    sequence: number,
    digest = 1,
  ): TraceEvent => ({
    kind,
    sequence,
    digest,
    output: 'packet-sent',
    bytes: 60,
  });
  const primary: TraceEvent = { kind: 'role-changed', from: 'starting', to: 'primary', generation: 1, reason: '' };
  return { invariants, broken, traced, wentLive, output, primary };
}

describe('invariants', () => {
  it('two hosts live in one generation break oneLive, in two generations they do not', () => {
    const { invariants, broken, traced, wentLive } = create();
    traced('A', wentLive(1));
    traced('B', wentLive(2), 2);
    expect(broken).toEqual([]);
    traced('B', wentLive(1));
    expect([broken, invariants.all()['oneLive']?.note]).toEqual([
      ['oneLive'],
      'Hosts A and B both went live in generation 1.',
    ]);
  });

  it('an output before its acknowledgment breaks outputAcknowledged, once', () => {
    const { broken, traced, output, primary } = create();
    traced('A', primary);
    traced('A', { kind: 'acknowledgment-received', receivedSequence: 3, executedSequence: 1 });
    traced('A', output('output-released', 3));
    expect(broken).toEqual([]);
    traced('A', output('output-released', 4));
    traced('A', output('output-released', 5));
    expect(broken).toEqual(['outputAcknowledged']);
  });

  it('nothing is concluded after traces went missing', () => {
    const { invariants, broken, traced, output, primary } = create();
    traced('A', primary);
    invariants.gap('A');
    traced('A', output('output-released', 4));
    expect(broken).toEqual([]);
  });

  it('outputs are compared in order, whoever tells first', () => {
    const { invariants, broken, traced, output } = create();
    traced('A', output('output-held', 7, 11));
    traced('B', output('output-dropped', 7, 11));
    traced('B', output('output-dropped', 7, 12));
    traced('A', output('output-held', 7, 12));
    expect([broken, invariants.all()['outputsIdentical']?.checked]).toEqual([[], 2]);
    traced('A', output('output-held', 8, 1));
    traced('B', output('output-dropped', 8, 2));
    expect(broken).toEqual(['outputsIdentical']);
  });

  it('RAM is compared at the same batch', () => {
    const { invariants, broken } = create();
    const check = { generation: 1, sequence: 5, instructions: 100, digest: 'aa' };
    invariants.memoryChecked('A', check);
    invariants.memoryChecked('B', check);
    invariants.memoryChecked('B', { ...check, sequence: 6, digest: 'bb' });
    expect([broken, invariants.all()['ramIdentical']?.checked]).toEqual([[], 1]);
    invariants.memoryChecked('A', { ...check, sequence: 6 });
    expect(broken).toEqual(['ramIdentical']);
  });
});
