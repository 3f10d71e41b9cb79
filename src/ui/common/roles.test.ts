/** Which two hosts have a card: the survivor never moves, and a newcomer takes the dead one's place. */
import { describe, expect, it } from 'vitest';
import type { HostRole } from '../../workers/lab/lab.ts';
import { fixtureState } from '../testing/fixture-state.ts';
import { placeHosts } from './roles.ts';

const { hosts } = fixtureState;
const withRoles = (a: HostRole, b: HostRole, c: HostRole) => ({
  A: { ...hosts.A, role: a },
  B: { ...hosts.B, role: b },
  C: { ...hosts.C, role: c },
});

describe('placeHosts', () => {
  it('leaves A left and B right while the third is a spare, crashed or not', () => {
    expect(placeHosts(['A', 'B'], withRoles('primary', 'backup', 'spare'))).toEqual(['A', 'B']);
    expect(placeHosts(['A', 'B'], withRoles('crashed', 'live-alone', 'spare'))).toEqual(['A', 'B']);
  });

  it('puts C where the dead host was', () => {
    expect(placeHosts(['A', 'B'], withRoles('crashed', 'live-alone', 'starting'))).toEqual(['C', 'B']);
    expect(placeHosts(['A', 'B'], withRoles('live-alone', 'halted', 'backup'))).toEqual(['A', 'C']);
  });

  it('brings A back in the place of the next one that fails', () => {
    expect(placeHosts(['C', 'B'], withRoles('starting', 'crashed', 'live-alone'))).toEqual(['C', 'A']);
  });
});
