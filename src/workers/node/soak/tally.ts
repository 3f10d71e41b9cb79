/**
 * Counts what a soak run did and what went wrong, from what the lab's threads report. Survives the lab's resets.
 * Must not know faults; whoever injects one says whether somebody may be suspected meanwhile.
 */
import type { HostId } from '../../../ft/host-id.ts';
import type { Role } from '../../../ft/role.ts';
import type { HostReport, Traced } from '../../host/messages.ts';

export interface Counts {
  failures: number;
  /** A backup went live. */
  failovers: number;
  /** Of the live VM. */
  instructions: number;
  /** Invariants that broke, connections that the client lost, and times at which the service did not come back. */
  violations: number;
  /** Acknowledged writes that a reader or the disk did not have. */
  lostWrites: number;
  divergences: number;
  /** A host was taken for dead while it lived, could be heard and was not slowed down beyond the timeout. */
  falseSuspicions: number;
}

const executes: ReadonlySet<Role> = new Set(['primary', 'live-alone']);

interface Seen {
  role: Role;
  instructions: number;
  isDraining: boolean;
}

export class Tally {
  readonly counts: Counts = {
    failures: 0,
    failovers: 0,
    instructions: 0,
    violations: 0,
    lostWrites: 0,
    divergences: 0,
    falseSuspicions: 0,
  };
  /** While somebody is silenced on purpose, suspicion is right. */
  suspicion: 'false' | 'right' = 'false';
  /** Lab time until which a host that only waited to become part of a pair may still find out who was silenced. */
  lateUntilMs = 0;
  /** What else the run did, for the table of what was tried. */
  readonly requests = { answered: 0, longestGapMs: 0 };
  memoryComparisons = 0;
  diskChecks = 0;
  private readonly seen = new Map<HostId, Seen>();
  private readonly suspected: string[] = [];

  hostReported(host: HostId, { report, traces }: HostReport): void {
    const { role, instructions } = report;
    const before = this.seen.get(host);
    const isDraining = before?.isDraining ?? false;
    // What the role was before the report's traces; they say when it changed.
    const now: Seen = { role: before?.role ?? role, instructions, isDraining };
    this.seen.set(host, now);
    // The first report of a role starts the count: a VM that arrives by FT VMotion brings its instructions along.
    if (before !== undefined && executes.has(before.role) && executes.has(role) && instructions > before.instructions)
      this.counts.instructions += instructions - before.instructions;
    for (const traced of traces) this.traced(host, now, traced);
    now.role = role;
  }

  /** A host is gone, or the whole lab is. */
  forget(hosts: readonly HostId[]): void {
    for (const host of hosts) this.seen.delete(host);
  }

  /** What has been suspected wrongly since this was last asked. */
  takeSuspected(): string[] {
    return this.suspected.splice(0);
  }

  private traced(host: HostId, seen: Seen, { atMs, event }: Traced): void {
    if (event.kind === 'diverged') this.counts.divergences++;
    if (event.kind === 'role-changed') {
      seen.role = event.to;
      if (event.to === 'draining') seen.isDraining = true;
      else if (event.to !== 'waiting' && event.to !== 'live-alone') seen.isDraining = false;
    }
    if (event.kind === 'went-live' && seen.isDraining) {
      this.counts.failovers++;
      seen.isDraining = false;
    }
    const isLate = seen.role !== 'primary' && seen.role !== 'backup' && atMs < this.lateUntilMs;
    if (event.kind === 'peer-lost' && this.suspicion === 'false' && !isLate) {
      this.counts.falseSuspicions++;
      this.suspected.push(
        `At ${atMs.toFixed(0)} ms host ${host} took host ${event.peer} for dead after ${event.silenceMs.toFixed(0)} ms.`,
      );
    }
  }
}
