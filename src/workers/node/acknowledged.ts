/**
 * What the client was told about its counters, key by key, to be compared with what the disk says. Sees a part of the
 * replies, but of each key the last one when the client has stopped. Must not know the disk.
 */
import type { OutsideReport } from '../outside/messages.ts';

export class Acknowledged {
  private readonly counts = new Map<string, number>();

  take({ client }: OutsideReport): void {
    for (const { request, reply } of client.recent) {
      const key = /^INCR (\S+)$/.exec(request)?.[1];
      const count = /^OK (\d+)$/.exec(reply ?? '')?.[1];
      if (key !== undefined && count !== undefined)
        this.counts.set(key, Math.max(this.counts.get(key) ?? 0, Number(count)));
    }
  }

  get keys(): number {
    return this.counts.size;
  }

  /** A copy as of now: what comes later is no part of it. */
  soFar(): ReadonlyMap<string, number> {
    return new Map(this.counts);
  }

  /** A new service starts with an empty disk. */
  forget(): void {
    this.counts.clear();
  }
}

/** Writes that the client was told are done and that are not on the disk, in words. */
export function lostFrom(told: ReadonlyMap<string, number>, onDisk: ReadonlyMap<string, string>): string[] {
  return [...told]
    .filter(([key, count]) => Number(onDisk.get(key) ?? 0) < count)
    .map(([key, count]) => `${key}: the client was told ${count}, the disk has ${onDisk.get(key) ?? 'nothing'}`);
}
