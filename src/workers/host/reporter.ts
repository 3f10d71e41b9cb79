/**
 * Collects what the page wants to see and hands it over at most once per frame of the screen, bounded, saying what it left
 * out. Costs little when nobody asks: plain arrays, no formatting. Must not know React or the protocol's rules.
 */
import type { LogEntry } from '../../ft/log-entry.ts';
import type { TraceEvent } from '../../ft/trace.ts';
import type { LoggedEntry, MemoryCheck, Traced } from './messages.ts';

/** Per report. More are counted, not kept. */
const capacityTraces = 600;
const capacityEntries = 120;
/** Clock samples are nearly all of the log; the rest must not be crowded out by them. */
const capacityClockEntries = 20;
const capacityMemoryChecks = 50;

/** Traces that come with every batch: the first to go when there are too many. */
const frequent: ReadonlySet<TraceEvent['kind']> = new Set([
  'batch-sent',
  'batch-received',
  'batch-replayed',
  'acknowledgment-sent',
  'acknowledgment-received',
  'heartbeat-sent',
  'heartbeat-received',
  'stalled',
  'resumed',
]);

export class Reporter {
  private traces: Traced[] = [];
  private skippedTraces = 0;
  private entries: LoggedEntry[] = [];
  private clockEntries = 0;
  private skippedEntries = 0;
  private checks: MemoryCheck[] = [];
  readonly entryCounts: Record<string, number> = {};

  trace(atMs: number, generation: number, event: TraceEvent): void {
    if (
      this.traces.length >= capacityTraces &&
      (frequent.has(event.kind) || this.traces.length >= 2 * capacityTraces)
    ) {
      this.skippedTraces++;
      return;
    }
    this.traces.push({ atMs, generation, event });
  }

  /** `count` entries of one kind, made only as far as there is room for them. */
  entriesMade(
    place: Omit<LoggedEntry, 'entry'>,
    kind: LogEntry['kind'],
    count: number,
    entryAt: (index: number) => LogEntry,
  ): void {
    if (count === 0) return;
    this.entryCounts[kind] = (this.entryCounts[kind] ?? 0) + count;
    const isClock = kind === 'slice-ended';
    const room = capacityEntries - this.entries.length;
    const kept = Math.max(0, Math.min(count, room, isClock ? capacityClockEntries - this.clockEntries : room));
    for (let index = 0; index < kept; index++) this.entries.push({ ...place, entry: entryAt(index) });
    if (isClock) this.clockEntries += kept;
    this.skippedEntries += count - kept;
  }

  memoryCheck(check: MemoryCheck): void {
    if (this.checks.length < capacityMemoryChecks) this.checks.push(check);
  }

  get hasNews(): boolean {
    return this.traces.length > 0 || this.entries.length > 0 || this.checks.length > 0;
  }

  take() {
    const taken = {
      traces: this.traces,
      skippedTraces: this.skippedTraces,
      entries: this.entries,
      skippedEntries: this.skippedEntries,
      memoryChecks: this.checks,
      entryCounts: { ...this.entryCounts },
    };
    this.traces = [];
    this.skippedTraces = 0;
    this.entries = [];
    this.clockEntries = 0;
    this.skippedEntries = 0;
    this.checks = [];
    return taken;
  }
}
