/**
 * What the picture of the logging channel shows now: both buffers, what is on its way, what the output gate holds.
 * Made from what hosts traced, when the page asks. Must not know how it is drawn.
 */
import { hostIds } from '../../ft/host-id.ts';
import type { Traced } from '../host/messages.ts';
import type { ChannelPicture, MarkKind } from './model.ts';
import type { Observer } from './observer.ts';
import { liveHost } from './live-host.ts';
import { kindOfBatch } from './trace-mark.ts';

const shownInList = 40;
/** Batches and outputs that are remembered until they are acknowledged or replayed; full: the oldest go. */
const capacityRemembered = 2000;

interface Held {
  readonly sequence: number;
  readonly kind: 'packet-sent' | 'disk-requested';
  readonly bytes: number;
  readonly atMs: number;
}

export class ChannelMemory {
  private sent: { readonly sequence: number; readonly kind: MarkKind }[] = [];
  private held: Held[] = [];
  private acknowledged = 0;
  private executed = 0;
  private generation = 0;

  take({ atMs, generation, event }: Traced): void {
    if (generation !== this.generation) {
      this.generation = generation;
      this.sent = [];
      this.held = [];
      this.acknowledged = 0;
      this.executed = 0;
    }
    if (event.kind === 'batch-sent')
      remember(this.sent, { sequence: event.sequence, kind: kindOfBatch(event.entries) });
    else if (event.kind === 'acknowledgment-received') {
      this.acknowledged = Math.max(this.acknowledged, event.receivedSequence);
      this.executed = Math.max(this.executed, event.executedSequence);
      this.forget();
    } else if (event.kind === 'batch-replayed') {
      this.executed = Math.max(this.executed, event.sequence);
      this.forget();
    } else if (event.kind === 'output-held')
      remember(this.held, { sequence: event.sequence, kind: event.output, bytes: event.bytes, atMs });
    else if (event.kind === 'output-released' || event.kind === 'output-sent-again') {
      const index = this.held.findIndex(({ sequence }) => sequence === event.sequence);
      if (index >= 0) this.held.splice(index, 1);
    } else if (event.kind === 'went-live') this.held = [];
  }

  picture(observer: Observer, nowMs: number): ChannelPicture {
    const live = liveHost(observer);
    const primary = live === null ? undefined : observer.views[live].latest?.report;
    const backup = hostIds.map((host) => observer.views[host]).find((view) => view.role === 'backup')?.latest?.report;
    const unacknowledged = this.sent.filter(({ sequence }) => sequence > this.acknowledged);
    const unexecuted = this.sent.filter(({ sequence }) => sequence > this.executed && sequence <= this.acknowledged);
    return {
      primaryBuffer: unacknowledged.slice(-shownInList).map(({ kind }) => kind),
      primaryEntries: primary?.primaryBuffer.batches ?? 0,
      primaryBytes: primary?.primaryBuffer.bytes ?? 0,
      backupBuffer: unexecuted.slice(-shownInList).map(({ kind }) => kind),
      backupEntries: backup?.backupBuffer.batches ?? 0,
      backupBytes: backup?.backupBuffer.bytes ?? 0,
      capacityBytes: primary?.primaryBuffer.capacityBytes ?? 0,
      flights: observer.flights.list,
      held: this.held
        .slice(0, shownInList)
        .map(({ sequence, kind, bytes, atMs }) => ({ sequence, kind, bytes, heldMs: Math.max(0, nowMs - atMs) })),
      heldCount: primary?.heldOutputs ?? 0,
      acknowledgedSequence: primary?.acknowledgedSequence ?? 0,
      lastHeartbeatAgoMs: Math.max(0, nowMs - (backup?.lastHeardMs ?? primary?.lastHeardMs ?? nowMs)),
    };
  }

  private forget(): void {
    const done = Math.min(this.acknowledged, this.executed);
    while (this.sent.length > 0 && this.sent[0]!.sequence <= done) this.sent.shift();
  }
}

function remember<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > capacityRemembered) list.shift();
}
