/**
 * Where an output's time goes, hop by hop, from the replicas' own traces: to the backup, back, to storage and into the guest.
 * Paper sections 2.2 and 3.4. Must not know workloads.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { TraceEvent } from '../../ft/trace.ts';
import type { Traced } from '../host/messages.ts';
import { quantile } from './statistics.ts';

/** A part of the way, over all that went it. Milliseconds of lab time, which is real time at full speed. */
export interface Hop {
  readonly name: string;
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** When what happened to a batch or a disk operation; NaN for what has not happened. */
interface Moments {
  askedMs: number;
  receivedMs: number;
  executedMs: number;
  answeredMs: number;
  deliveredMs: number;
}

/** Moments are kept until they are all known, on both hosts: the last so many batches, and as many operations. */
const capacityMoments = 20_000;

export class Hops {
  private readonly primary: HostId;
  private readonly frames: number[] = [];
  private readonly releases: { readonly sequence: number; readonly atMs: number }[] = [];
  private readonly batches = new Map<number, Moments>();
  private readonly operations = new Map<number, Moments>();
  private lastFrameMs = Number.NaN;
  private acknowledged = 0;
  private undelivered: Moments[] = [];

  constructor(primary: HostId) {
    this.primary = primary;
  }

  /** Each host's traces come in order, but the two hosts report in turns: the backup's part of a batch may be told first. */
  take(host: HostId, { atMs, event }: Traced): void {
    if (host === this.primary) this.primaryDid(atMs, event);
    else if (event.kind === 'batch-received') momentsOf(this.batches, event.sequence).receivedMs = atMs;
    else if (event.kind === 'batch-replayed') momentsOf(this.batches, event.sequence).executedMs = atMs;
  }

  summary(): Hop[] {
    const batches = [...this.batches.values()];
    const operations = [...this.operations.values()];
    return [
      hop('primary: end of a frame to end of the next', this.frames),
      hop('batch: primary to backup', batches, (batch) => batch.receivedMs - batch.askedMs),
      hop('acknowledgment: backup to primary', batches, (batch) => batch.answeredMs - batch.receivedMs),
      hop('backup: batch received to executed', batches, (batch) => batch.executedMs - batch.receivedMs),
      hop(
        'output: made to released',
        this.releases,
        ({ sequence, atMs }) => atMs - (this.batches.get(sequence)?.askedMs ?? Number.NaN),
      ),
      hop('disk: asked for by the guest to sent to storage', operations, (one) => one.receivedMs - one.askedMs),
      hop('disk: sent to storage to answered', operations, (one) => one.answeredMs - one.receivedMs),
      hop('disk: answered to end of the frame that has it', operations, (one) => one.deliveredMs - one.answeredMs),
    ];
  }

  private primaryDid(atMs: number, event: TraceEvent): void {
    switch (event.kind) {
      case 'batch-sent':
        return this.frameEnded(atMs, event);
      case 'acknowledgment-received':
        for (let sequence = this.acknowledged + 1; sequence <= event.receivedSequence; sequence++) {
          const batch = this.batches.get(sequence);
          if (batch !== undefined) batch.answeredMs = atMs;
        }
        this.acknowledged = Math.max(this.acknowledged, event.receivedSequence);
        return;
      case 'output-released':
        this.releases.push({ sequence: event.sequence, atMs });
        if (this.releases.length > capacityMoments) this.releases.shift();
        return;
      case 'disk-issued': {
        const operation = momentsOf(this.operations, event.operation);
        // The guest asks within a frame; it shows at the frame's end.
        operation.askedMs = this.lastFrameMs;
        operation.receivedMs = atMs;
        return;
      }
      case 'disk-completed': {
        const operation = momentsOf(this.operations, event.operation);
        operation.answeredMs = atMs;
        this.undelivered.push(operation);
        return;
      }
      default:
    }
  }

  private frameEnded(atMs: number, { sequence, entries }: TraceEvent & { kind: 'batch-sent' }): void {
    this.frames.push(atMs - this.lastFrameMs);
    if (this.frames.length > capacityMoments) this.frames.shift();
    this.lastFrameMs = atMs;
    momentsOf(this.batches, sequence).askedMs = atMs;
    for (const operation of this.undelivered.splice(0, entries['disk-completed'] ?? 0)) operation.deliveredMs = atMs;
  }
}

function momentsOf(all: Map<number, Moments>, key: number): Moments {
  let moments = all.get(key);
  if (moments === undefined) {
    moments = { askedMs: NaN, receivedMs: NaN, executedMs: NaN, answeredMs: NaN, deliveredMs: NaN };
    all.set(key, moments);
    const oldest = all.keys().next().value;
    if (all.size > capacityMoments && oldest !== undefined) all.delete(oldest);
  }
  return moments;
}

function hop(name: string, durationsMs: readonly number[]): Hop;
function hop<Item>(name: string, items: readonly Item[], durationMs: (item: Item) => number): Hop;
function hop<Item>(name: string, items: readonly Item[], durationMs?: (item: Item) => number): Hop {
  const known = items
    .map((item) => (durationMs === undefined ? Number(item) : durationMs(item)))
    .filter(Number.isFinite);
  const part = (fraction: number): number => quantile(known, fraction) ?? Number.NaN;
  return { name, count: known.length, medianMs: part(0.5), p95Ms: part(0.95), p99Ms: part(0.99) };
}
