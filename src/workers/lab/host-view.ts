/**
 * What the page knows of one host: its last report, turned into the state that people and tests read.
 * Must not know other hosts; what needs two of them is in observer.ts.
 */
import type { Role } from '../../ft/role.ts';
import type { HostReport } from '../host/messages.ts';
import { ConsoleStore } from './console-store.ts';
import type { HostRole, HostState } from './lab.ts';
import { InstructionHistory } from './same-moment.ts';

/** A drain is the first part of waiting to go live, as seen from outside. */
const shownRole: Readonly<Record<Role, HostRole>> = {
  spare: 'spare',
  starting: 'starting',
  primary: 'primary',
  backup: 'backup',
  draining: 'waiting',
  waiting: 'waiting',
  'live-alone': 'live-alone',
  halted: 'halted',
};

const reasons: Readonly<Record<string, string>> = {
  'test-and-set-lost': 'Lost the test-and-set: another host went live, so this one halted itself.',
  fenced: 'Storage refused it: another host had gone live, so this one halted itself.',
  'powered-off': 'The service was switched off.',
  diverged: 'Diverged from the primary.',
  'bad-checksum': 'A message had a bad checksum, so the host stopped instead of executing it.',
  'malformed-message': 'A message could not be read, so the host stopped.',
  'batch-missing': 'A batch of log entries was missing, so the host stopped.',
  'batch-repeated': 'A batch of log entries came twice, so the host stopped.',
  'storage-failed': 'Storage answered with an error.',
};

/** Speed is averaged over this much lab time. */
const speedWindowMs = 400;

export class HostView {
  readonly console = new ConsoleStore();
  readonly history = new InstructionHistory();
  latest: HostReport | null = null;
  private crashed: string | null = null;
  private speedFrom: { readonly atMs: number; readonly instructions: number } | null = null;
  private mips = 0;

  take(report: HostReport): void {
    this.latest = report;
    this.history.add({ atMs: report.atMs, instructions: report.report.instructions });
    const { restarted, bytes } = report.console;
    if (restarted !== null) {
      this.console.restart();
      this.console.write(restarted);
    }
    if (bytes.length > 0) this.console.write(bytes);
    this.measureSpeed(report);
  }

  /** Its thread is gone. What it showed last stays. */
  crash(reason: string): void {
    this.crashed = reason;
    this.mips = 0;
  }

  /** A new server stands in its place. */
  revive(): void {
    this.crashed = null;
    this.latest = null;
    this.history.clear();
    this.speedFrom = null;
    this.mips = 0;
    this.console.restart();
  }

  get role(): HostRole {
    if (this.crashed !== null) return 'crashed';
    if (this.latest === null) return 'starting';
    const { role, halted } = this.latest.report;
    return halted?.reason === 'powered-off' ? 'powered-off' : shownRole[role];
  }

  get isLive(): boolean {
    return this.role === 'primary' || this.role === 'live-alone';
  }

  get reason(): string {
    if (this.crashed !== null) return this.crashed;
    const halted = this.latest?.report.halted;
    if (halted === undefined || halted === null) return '';
    const sentence = reasons[halted.reason] ?? halted.reason;
    return halted.detail === '' || halted.reason === 'powered-off' ? sentence : `${sentence} (${halted.detail})`;
  }

  state(): HostState {
    const { latest } = this;
    const report = latest?.report;
    const isBackup = this.role === 'backup';
    const buffer = isBackup ? report?.backupBuffer : report?.primaryBuffer;
    return {
      role: this.role,
      instructions: report?.instructions ?? 0,
      mips: this.mips,
      lagMs: isBackup ? (report?.lagMs ?? 0) : 0,
      cpuLimit: report?.cpuShare ?? 100,
      console: this.console.tail(),
      bufferBytes: buffer?.bytes ?? 0,
      bufferEntries: buffer?.batches ?? 0,
      reason: this.reason,
      droppedOutputs: report?.counters.outputsDropped ?? 0,
      interrupts: latest?.interrupts ?? { timer: 0, serial: 0, nic: 0, disk: 0 },
    };
  }

  private measureSpeed({ atMs, report }: HostReport): void {
    const from = this.speedFrom;
    if (from === null || report.instructions < from.instructions) {
      this.speedFrom = { atMs, instructions: report.instructions };
      return;
    }
    if (atMs - from.atMs < speedWindowMs) return;
    this.mips = (report.instructions - from.instructions) / (atMs - from.atMs) / 1000;
    this.speedFrom = { atMs, instructions: report.instructions };
  }
}
