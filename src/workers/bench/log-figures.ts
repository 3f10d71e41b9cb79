/**
 * Reads from the lab's timeline how long batches and outputs took. Must not know workloads.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { Timeline } from '../lab/model.ts';
import { quantile } from './statistics.ts';

const batchKinds: ReadonlySet<string> = new Set(['clock', 'random', 'console', 'packet', 'disk', 'control', 'output']);

/** Milliseconds from each batch's end of frame to its replay and to the release of its outputs, since mark `since`. */
export function delays(timeline: Timeline, since: number, primary: HostId): { lags: number[]; outputs: number[] } {
  const sentAt = new Map<number, number>();
  const replayedAt = new Map<number, number>();
  const releasedAt: { sequence: number; labMs: number }[] = [];
  for (let index = Math.max(0, timeline.length - (timeline.total - since)); index < timeline.length; index++) {
    const kind = timeline.kind(index);
    const sequence = timeline.sequence(index);
    const labMs = timeline.labMs(index);
    const isPrimary = timeline.lane(index) === primary;
    if (isPrimary && batchKinds.has(kind)) sentAt.set(sequence, labMs);
    else if (isPrimary && kind === 'released') releasedAt.push({ sequence, labMs });
    else if (!isPrimary && kind === 'replayed') replayedAt.set(sequence, labMs);
  }
  const lags: number[] = [];
  for (const [sequence, atMs] of replayedAt) {
    const sentMs = sentAt.get(sequence);
    if (sentMs !== undefined) lags.push(Math.max(0, atMs - sentMs));
  }
  const outputs: number[] = [];
  for (const { sequence, labMs } of releasedAt) {
    const sentMs = sentAt.get(sequence);
    if (sentMs !== undefined) outputs.push(Math.max(0, labMs - sentMs));
  }
  return { lags, outputs };
}

export function summarize({ lags, outputs }: { readonly lags: number[]; readonly outputs: number[] }) {
  return {
    lagMs: quantile(lags, 0.5) ?? 0,
    lagP95Ms: quantile(lags, 0.95) ?? 0,
    outputDelayMs: quantile(outputs, 0.5),
    outputDelayP99Ms: quantile(outputs, 0.99),
  };
}
