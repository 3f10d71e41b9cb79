/** The service's state in words, from reports alone. */
import { expect, it } from 'vitest';
import type { Role } from '../../ft/role.ts';
import type { HostReport } from '../host/messages.ts';
import type { OutsideReport } from '../outside/messages.ts';
import { Observer } from './observer.ts';
import { patienceMs, serviceState } from './service-state.ts';

interface Facts {
  readonly console?: string;
  readonly halted?: 'powered-off';
  readonly guestHalted?: boolean;
  readonly jitOn?: boolean;
}

function report(role: Role, { console = '', halted, guestHalted = false, jitOn = true }: Facts = {}): HostReport {
  return {
    atMs: 1,
    report: {
      role,
      instructions: 0,
      halted: halted === undefined ? null : { reason: halted, detail: '' },
      counters: { bytesSent: 0 },
    },
    console: { restarted: null, bytes: new TextEncoder().encode(console), skippedBytes: 0 },
    traces: [],
    skippedTraces: 0,
    entries: [],
    entryCounts: {},
    memoryChecks: [],
    dirty: null,
    guestHalted,
    jitOn,
  } as unknown as HostReport;
}

const waitingSince = (waitingSinceMs: number | null): OutsideReport =>
  ({ client: { waitingSinceMs } }) as unknown as OutsideReport;

const panic =
  '[   11.3] Call Trace:\r\n[   11.4] ---[ end Kernel panic - not syncing: Attempted to kill init! ]---\r\n';

it('a panic is the kernel’s last words on both replicas', () => {
  const observer = new Observer();
  observer.hostReported('A', report('primary', { console: panic }));
  observer.hostReported('B', report('backup', { console: panic }));
  expect(serviceState(observer, 1)).toEqual({
    condition: 'panicked',
    detail: 'On host A, and on its backup B at the same instruction, Linux gave up: Attempted to kill init!.',
  });
});

it('words about a panic that a shell shows are none, since its prompt comes after them', () => {
  const observer = new Observer();
  observer.hostReported('A', report('primary', { console: `${panic}svc:~# ` }));
  expect(serviceState(observer, 1).condition).toBe('running');
});

it('a client that waits longer than a failover takes is not answered, while a VM executes', () => {
  const observer = new Observer();
  observer.hostReported('B', report('live-alone'));
  observer.outside = waitingSince(1000);
  expect(serviceState(observer, 1000 + patienceMs - 1).condition).toBe('running');
  expect(serviceState(observer, 1000 + patienceMs).condition).toBe('not-answering');
  observer.outside = waitingSince(null);
  expect(serviceState(observer, 1e6).condition).toBe('running');
});

it('a processor that halted with interrupts off is told apart from a switch', () => {
  for (const [line, guestHalted, condition] of [
    ['reboot: System halted\r\n', true, 'halted'],
    ['svc:~# ', true, 'halted'],
    ['reboot: Power down\r\n', true, 'powered-off'],
    ['svc:~# ', false, 'powered-off'],
  ] as const) {
    const observer = new Observer();
    observer.hostReported('A', report('halted', { console: line, halted: 'powered-off', guestHalted }));
    expect(serviceState(observer, 1).condition).toBe(condition);
  }
});

it('without a VM it starts, fails over, or is lost', () => {
  const observer = new Observer();
  expect(serviceState(observer, 0).condition).toBe('starting');
  for (const host of ['A', 'C'] as const) observer.views[host].crash('Crashed by command.');
  observer.hostReported('B', report('waiting'));
  expect(serviceState(observer, 0).condition).toBe('failing-over');
  observer.views.B.crash('Crashed by command.');
  expect(serviceState(observer, 0).condition).toBe('lost');
});

it('troubles of the guest are events, and so is their end', () => {
  const observer = new Observer();
  observer.hostReported('A', report('primary'));
  observer.outside = waitingSince(0);
  observer.sample(patienceMs);
  observer.outside = waitingSince(null);
  observer.sample(patienceMs + 1000);
  expect(observer.events.since(0).map(({ text }) => text)).toEqual([
    'The VM on host A executes, but the client has had no reply since 0.0 s.',
    'The service answers again.',
  ]);
});
