/** What screen readers hear: failures at once, the rest politely, and nothing when nothing changed. */
import { describe, expect, it } from 'vitest';
import { fixtureState } from '../testing/fixture-state.ts';
import { announce } from './announce.ts';

const before = fixtureState;

describe('announce', () => {
  it('says nothing while only numbers change', () => {
    expect(announce(before, { ...before, time: { ...before.time, labMs: 99_999 } })).toEqual({
      assertive: '',
      polite: '',
    });
  });

  it('interrupts for a failover, with the place where it happened', () => {
    const after = {
      ...before,
      hosts: {
        ...before.hosts,
        A: { ...before.hosts.A, role: 'crashed', reason: 'It crashed.' },
        B: { ...before.hosts.B, role: 'live-alone', instructions: 81_204_113 },
      },
    } as const;
    expect(announce(before, after).assertive).toBe(
      'Host A is now crashed. It crashed. Host B is now live, alone at instruction 81\u202f204\u202f113.',
    );
  });

  it('tells of a cut and of a broken promise politely', () => {
    const after = {
      ...before,
      channel: { ...before.channel, connected: false },
      invariants: { ...before.invariants, 'ram-identical': { holds: false, checked: 9, note: 'Page 7 differs.' } },
    };
    expect(announce(before, after).polite).toBe('Logging channel cut. Broken: RAM identical. Page 7 differs.');
  });
});
