import { expect, it } from 'vitest';
import type { Role } from '../../ft/role.ts';
import type { TraceEvent } from '../../ft/trace.ts';
import type { HostReport } from '../host/messages.ts';
import { liveHost } from './live-host.ts';
import { Observer } from './observer.ts';

function report(role: Role, events: readonly TraceEvent[] = []): HostReport {
  return {
    atMs: 1,
    report: { role, instructions: 0, halted: null, counters: { bytesSent: 0 } },
    console: { restarted: null, bytes: new Uint8Array(0), skippedBytes: 0 },
    traces: events.map((event) => ({ atMs: 1, generation: 1, event })),
    skippedTraces: 0,
    entries: [],
    entryCounts: {},
    memoryChecks: [],
    dirty: null,
  } as unknown as HostReport;
}

it('while a primary does not know yet that its backup went live, the winner is the live host', () => {
  const observer = new Observer();
  observer.hostReported('A', report('primary'));
  expect(liveHost(observer)).toBe('A');
  observer.hostReported('C', report('live-alone'));
  expect(liveHost(observer)).toBe('C');
});

it('a flood of messages that nobody wants is one event until the role changes', () => {
  const observer = new Observer();
  const ignored: TraceEvent = { kind: 'message-ignored', peer: 'A', reason: 'not a partner' };
  const halted: TraceEvent = { kind: 'role-changed', from: 'live-alone', to: 'halted', generation: 1, reason: 'x' };
  observer.hostReported('C', report('live-alone', [ignored, ignored, ignored]));
  observer.hostReported('C', report('live-alone', [ignored, halted, ignored]));
  expect(observer.events.since(0).map(({ kind }) => kind)).toEqual([
    'message-ignored',
    'role-changed',
    'message-ignored',
  ]);
});
