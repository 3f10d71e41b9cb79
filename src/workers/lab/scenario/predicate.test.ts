import { expect, suite, test } from 'vitest';
import { buildEmptyState } from '../empty-state.ts';
import type { LabEvent, LabState } from '../lab.ts';
import { holds, predicateSchema, type Evidence, type Predicate } from './predicate.ts';
import { faultInPath, valueAt } from './state-path.ts';

type Role = LabState['hosts']['A']['role'];

function stateWith(
  replies: number,
  roles: { A: Role; B: Role; C: Role } = { A: 'crashed', B: 'primary', C: 'backup' },
): LabState {
  const empty = buildEmptyState();
  const host = (role: Role) => ({ ...empty.hosts.A, role });
  return {
    ...empty,
    client: { ...empty.client, replies, requests: 10, errors: ['first', 'last'] },
    hosts: { A: host(roles.A), B: host(roles.B), C: host(roles.C) },
  };
}

const told: LabEvent[] = [
  { number: 1, labMs: 0, source: 'A', kind: 'went-live', text: 'Host A went live.' },
  { number: 2, labMs: 1, source: 'B', kind: 'went-live', text: 'Host B went live.' },
];

function isTrue(predicate: Predicate, replies = 5): boolean {
  const before = { state: stateWith(3), lastEvent: 1 };
  const evidence: Evidence = {
    state: stateWith(replies),
    stepBegan: before,
    lessonBegan: { ...before, lastEvent: 0 },
    events: (since) => told.filter(({ number }) => number > since),
  };
  return holds(predicateSchema.parse(predicate), evidence);
}

suite('predicates', () => {
  test('compare with values, with other parts of the state and with the beginning of the step', () => {
    expect(isTrue({ state: 'client.replies', is: 5 })).toBe(true);
    expect(isTrue({ state: 'client.replies', atLeast: 6 })).toBe(false);
    expect(isTrue({ state: 'client.requests', atLeast: { state: 'client.replies', times: 2 } })).toBe(true);
    expect(isTrue({ state: 'client.requests', atLeast: { state: 'client.replies', times: 2.1 } })).toBe(false);
    expect(isTrue({ state: 'client.replies', increasedBy: 2 })).toBe(true);
    expect(isTrue({ state: 'client.replies', increasedBy: 2 }, 4)).toBe(false);
    expect(isTrue({ state: 'client.replies', changed: false }, 3)).toBe(true);
  });

  test('what was never counted counts as 0 before, and never reaches anything now', () => {
    expect(isTrue({ state: 'channel.entries.console-input', increasedBy: 1 })).toBe(false);
    expect(isTrue({ state: 'channel.entries.console-input', atMost: 5 })).toBe(false);
  });

  test('look at events since the step began, or since the lesson did', () => {
    expect(isTrue({ event: 'went-live' })).toBe(true);
    expect(isTrue({ event: 'went-live', times: 2 })).toBe(false);
    expect(isTrue({ event: 'went-live', times: 2, since: 'lesson' })).toBe(true);
    expect(isTrue({ event: 'went-live', host: 'live' })).toBe(true);
    expect(isTrue({ event: 'went-live', host: 'backup' })).toBe(false);
    expect(isTrue({ event: 'went-live', text: 'Host A' })).toBe(false);
  });

  test('are joined by all, any and not', () => {
    const yes: Predicate = { state: 'client.replies', is: 5 };
    const no: Predicate = { not: yes };
    expect(isTrue({ all: [yes, no] })).toBe(false);
    expect(isTrue({ any: [yes, no] })).toBe(true);
  });

  test('with two heads, none, or a word that does not belong are refused with what is allowed', () => {
    const message = (predicate: object) => predicateSchema.safeParse(predicate).error?.issues[0]?.message ?? '';
    expect(message({ state: 'time.paused', event: 'crash' })).toContain('exactly one of all, any, not, state, event');
    expect(message({ is: 3 })).toContain('has none');
    expect(message({ event: 'crash', atLeast: 2 })).toContain(
      '“atLeast” does not go with event; allowed: text, host, times, since',
    );
    expect(message({ state: 'time.paused' })).toContain('compares');
  });
});

suite('paths', () => {
  test('know roles, and lists from both ends', () => {
    const state = stateWith(1);
    expect(valueAt(state, 'hosts.live.role')).toBe('primary');
    expect(valueAt(state, 'hosts.free.role')).toBe('crashed');
    expect(valueAt(state, 'client.errors.last')).toBe('last');
    expect(valueAt(state, 'client.errors.-2')).toBe('first');
    expect(valueAt(state, 'client.errors.length')).toBe(2);
    expect(valueAt(state, 'constructor.name')).toBeUndefined();
  });

  test('that lead nowhere say where, and what there is', () => {
    const sample = buildEmptyState();
    expect(faultInPath(sample, 'hosts.backup.rol')).toContain('no “rol” in hosts.backup; allowed: role, instructions');
    expect(faultInPath(sample, 'hosts.D.role')).toContain('allowed: A, B, C, live, backup, free');
    expect(faultInPath(sample, 'time.paused.really')).toBe('time.paused has nothing below it');
    expect(faultInPath(sample, 'client.recent.last.reply')).toBeNull();
  });
});
