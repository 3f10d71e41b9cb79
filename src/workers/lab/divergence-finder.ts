/**
 * When a backup diverged: asks both hosts for registers and page digests, and finds the first difference. Paper section 2.1.
 * The primary goes on meanwhile, so registers are compared as evidence, not as proof; the log said where it began.
 * Must not know how the difference is shown.
 */
import { hostIds, type HostId } from '../../ft/host-id.ts';
import type { Evidence, Traced } from '../host/messages.ts';
import type { Cluster } from './cluster.ts';
import type { Divergence } from './model.ts';
import type { Observer } from './observer.ts';

const pageBytes = 4096;

export class DivergenceFinder {
  latest: Divergence | null = null;
  private readonly cluster: Cluster;
  private readonly observer: Observer;
  private readonly changed: () => void;

  constructor(cluster: Cluster, observer: Observer, changed: () => void) {
    this.cluster = cluster;
    this.observer = observer;
    this.changed = changed;
  }

  found(host: HostId, { atMs, event }: Traced): void {
    if (event.kind !== 'diverged' || this.latest !== null) return;
    this.latest = { labMs: atMs, host, text: event.what, registers: [], page: null };
    const primary = hostIds.find((other) => other !== host && this.observer.views[other].isLive);
    if (primary !== undefined) void this.compare(primary, host);
  }

  /** Asks again with the first differing page. Hosts that are gone meanwhile leave what is known. */
  private async compare(primary: HostId, backup: HostId): Promise<void> {
    const [mine, theirs] = await this.both(primary, backup, null);
    if (mine === null || theirs === null || this.latest === null) return;
    const registers = mine.registers.flatMap(({ name, value }, index) => {
      const other = theirs.registers[index]?.value ?? 0;
      return other === value ? [] : [{ name, primary: value, backup: other }];
    });
    this.latest = { ...this.latest, registers };
    const index = mine.pageDigests.findIndex((digest, page) => digest !== theirs.pageDigests[page]);
    this.changed();
    if (index < 0) return;
    const [here, there] = await this.both(primary, backup, index);
    const primaryPage = here?.page ?? null;
    const backupPage = there?.page ?? null;
    if (primaryPage === null || backupPage === null || this.latest === null) return;
    this.latest = {
      ...this.latest,
      page: { address: index * pageBytes, primary: primaryPage, backup: backupPage },
    };
    this.changed();
  }

  private async both(one: HostId, other: HostId, page: number | null): Promise<[Evidence | null, Evidence | null]> {
    return Promise.all([this.cluster.evidence(one, page), this.cluster.evidence(other, page)]);
  }
}
