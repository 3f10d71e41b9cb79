/** What a dead host's card says of its last report. */
import { describe, expect, it } from 'vitest';
import { fixtureState } from '../testing/fixture-state.ts';
import { lastReportWords } from './last-words.tsx';

const { hosts, channel } = fixtureState;

describe('last words', () => {
  it('name role, place and what was held', () => {
    const A = { ...hosts.A, role: 'primary', instructions: 81_204_113 } as const;
    const state = { ...fixtureState, hosts: { ...hosts, A }, channel: { ...channel, heldOutputs: 1 } };
    expect(lastReportWords('A', state)).toBe(
      'At its last report it was primary, at instruction 81\u202f204\u202f113; 1 output was held.',
    );
    expect(lastReportWords('A', { ...state, channel: { ...channel, heldOutputs: 0 } })).not.toContain('held');
  });

  it('name what a backup had received and not replayed', () => {
    const B = { ...hosts.B, role: 'backup', bufferBytes: 2048 } as const;
    expect(lastReportWords('B', { ...fixtureState, hosts: { ...hosts, B } })).toContain(
      'bytes of log were received and not yet replayed',
    );
  });
});
