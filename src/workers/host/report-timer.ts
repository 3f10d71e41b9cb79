/**
 * Makes a host's reports: about thirty a second while something changes, none while nothing does. Must not know threads.
 */
import type { Host } from './host.ts';
import type { Evidence, HostReport } from './messages.ts';

const periodMs = 33;
/** While lab time stands, the page waits for reports between two steps. */
const pausedPeriodMs = 4;

export class ReportTimer {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastMs = 0;
  private readonly host: Host;
  private readonly realNowMs: () => number;
  private readonly send: (report: HostReport) => void;

  constructor(host: Host, realNowMs: () => number, send: (report: HostReport) => void) {
    this.host = host;
    this.realNowMs = realNowMs;
    this.send = send;
  }

  /** Something changed. A busy host would starve a timer, so the clock is looked at too. */
  request(): void {
    const { paused } = this.host.clock.current;
    const sinceMs = this.realNowMs() - this.lastMs;
    if (this.timer !== undefined && sinceMs >= periodMs * 2) return this.report();
    this.timer ??= setTimeout(() => this.report(), paused ? pausedPeriodMs : Math.max(0, periodMs - sinceMs));
  }

  /** What it did until it died, told for those who watch from outside; nobody else hears it. */
  lastWords(): void {
    this.report();
  }

  giveEvidence(request: number, page: number | null, send: (evidence: Evidence) => void): void {
    const { vm } = this.host.slot;
    const { executedSequence, sentSequence } = this.host.state;
    send({
      request,
      instructions: vm?.machine.instructions ?? 0,
      sequence: Math.max(executedSequence, sentSequence),
      registers: vm?.machine.registers() ?? [],
      pageDigests: vm?.machine.pageDigests() ?? new Uint32Array(0),
      page: vm === null || page === null ? null : vm.machine.page(page),
    });
  }

  private report(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.lastMs = this.realNowMs();
    const { host } = this;
    const { slot } = host;
    const { vm } = slot;
    const dirty = slot.dirty;
    slot.dirty = null;
    this.send({
      atMs: host.clock.now(),
      anchorMs: host.clock.current.realMs,
      report: host.state,
      guestMs: vm?.machine.clockMs ?? 0,
      frames: vm?.machine.frames ?? 0,
      busyMs: vm?.busyMs ?? 0,
      console: slot.console.take(),
      ...host.reporter.take(),
      interrupts: vm === null ? { timer: 0, serial: 0, nic: 0, disk: 0 } : { ...vm.interrupts },
      dirty,
      guestHalted: vm?.halted ?? false,
      jitOn: vm?.machine.jitOn ?? false,
    });
  }
}
