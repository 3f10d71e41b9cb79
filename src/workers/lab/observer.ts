/**
 * Takes every report of every thread and keeps what the page draws: marks, events, log rows, packets, samples, verdicts.
 * Must not know commands, nor how threads are started.
 */
import { hostIds, type HostId } from '../../ft/host-id.ts';
import type { HostReport, Traced } from '../host/messages.ts';
import type { OutsideReport } from '../outside/messages.ts';
import type { StorageEvent, StorageStatus } from '../storage/messages.ts';
import { BoundedRing } from './bounded-ring.ts';
import { ConsoleStore } from './console-store.ts';
import { EventList } from './event-list.ts';
import { Flights } from './flights.ts';
import { HostView } from './host-view.ts';
import { Invariants } from './invariants.ts';
import { Measures } from './measures.ts';
import type { LogRow, PacketRow } from './model.ts';
import { SeriesStore } from './series-store.ts';
import { serviceState, type ServiceState } from './service-state.ts';
import { TimelineStore } from './timeline-store.ts';
import { markOf } from './trace-mark.ts';
import { sentenceOf } from './trace-text.ts';

const capacityLogRows = 20_000;
const capacityPackets = 2000;
const samplePeriodMs = 100;
const troubles: ReadonlySet<ServiceState['condition']> = new Set(['not-answering', 'panicked', 'halted']);
const bitsPerPage = 4096 * 8;

export class Observer {
  readonly views: Readonly<Record<HostId, HostView>> = { A: new HostView(), B: new HostView(), C: new HostView() };
  readonly clientConsole = new ConsoleStore();
  readonly timeline = new TimelineStore();
  readonly log = new BoundedRing<LogRow>(capacityLogRows);
  readonly packets = new BoundedRing<PacketRow>(capacityPackets);
  readonly series = new SeriesStore();
  readonly events = new EventList();
  readonly flights = new Flights();
  readonly measures = new Measures();
  readonly invariants = new Invariants();
  storage: StorageStatus | null = null;
  outside: OutsideReport | null = null;
  /** Of whichever host was live last. */
  dirtyBitsPerSecond = 0;
  memoryCompared = { count: 0, lastMs: 0 };
  /** Log bytes sent per second of lab time, averaged. */
  logBitsPerSecond = 0;
  entryCounts: Record<string, number> = {};
  private bytesFrom: { readonly host: HostId; readonly atMs: number; readonly bytes: number } | null = null;
  private lastSampleMs = 0;
  private condition: ServiceState['condition'] = 'starting';
  private readonly ignoring = new Map<HostId, string>();
  private readonly countedEntries = new Map<HostId, Readonly<Record<string, number>>>();
  private readonly watchers = new Set<(host: HostId, traced: Traced) => void>();

  /** Hears of every trace, in order for each host. Returns how to stop. */
  watch(watcher: (host: HostId, traced: Traced) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  hostReported(host: HostId, report: HostReport): void {
    const view = this.views[host];
    view.take(report);
    if (report.skippedTraces > 0) this.invariants.gap(host);
    for (const traced of report.traces) this.traced(host, traced);
    for (const check of report.memoryChecks) this.memoryChecked(host, report.atMs, check);
    for (const { generation, sequence, atMs, instructions, entry } of report.entries)
      this.log.push({
        id: this.log.total + 1,
        generation,
        sequence,
        labMs: atMs,
        instructions,
        entry,
        bytes: sizeOf(entry),
      });
    if (report.dirty !== null && report.dirty.overMs > 0)
      this.dirtyBitsPerSecond = (report.dirty.pages * bitsPerPage * 1000) / report.dirty.overMs;
    this.countEntries(host, report.entryCounts);
    if (view.isLive) this.measureLog(host, report);
    if (report.traces.some(({ event }) => event.kind === 'role-changed')) this.noteService(report.atMs);
  }

  storageReported(status: StorageStatus, events: readonly StorageEvent[]): void {
    this.storage = status;
    for (const { labMs, kind, host, text } of events) {
      const lane = 'storage';
      if (kind === 'write' || kind === 'read' || kind === 'test-and-set')
        this.timeline.push({ lane, kind, labMs, text: `${host}: ${text}` });
      if (kind !== 'write' && kind !== 'read')
        this.events.add({ labMs, source: 'storage', kind, text: `Storage, host ${host}: ${text}.` });
    }
  }

  outsideReported(report: OutsideReport): void {
    this.outside = report;
    if (report.console.length > 0) this.clientConsole.write(report.console);
    for (const packet of report.packets) this.packets.push(packet);
    for (const { kind, labMs, text } of report.marks) this.timeline.push({ lane: 'client', kind, labMs, text });
    this.invariants.set('noWriteLost', report.client.noWriteLost);
    this.invariants.set('linearizable', report.client.linearizable);
  }

  /** The lab itself did something that belongs on the timeline and the list. */
  note(labMs: number, kind: 'crash' | 'cut' | 'mend' | 'role', hosts: readonly HostId[], text: string): void {
    for (const lane of hosts) this.timeline.push({ lane, kind, labMs, text });
    this.events.add({ labMs, source: hosts.length === 1 ? hosts[0]! : 'lab', kind, text });
  }

  /** Adds a sample to the charts when it is time. */
  sample(labMs: number): void {
    if (labMs - this.lastSampleMs < samplePeriodMs) return;
    this.lastSampleMs = labMs;
    this.noteService(labMs);
    const live = hostIds.map((host) => this.views[host]).find((view) => view.isLive);
    const backup = hostIds.map((host) => this.views[host]).find((view) => view.role === 'backup');
    this.series.push({
      labMs,
      logBitsPerSecond: this.logBitsPerSecond,
      lagMs: backup?.latest?.report.lagMs ?? Number.NaN,
      cpuLimit: live?.latest?.report.cpuShare ?? Number.NaN,
      dirtyBitsPerSecond: this.dirtyBitsPerSecond,
      requestsPerSecond: this.outside?.client.requestsPerSecond ?? 0,
    });
  }

  /** The guest's own troubles; what hosts do to the service is told by the protocol's events. */
  private noteService(labMs: number): void {
    const { condition, detail } = serviceState(this, labMs);
    const before = this.condition;
    if (condition === before) return;
    this.condition = condition;
    if (troubles.has(condition)) this.events.add({ labMs, source: 'lab', kind: 'service', text: detail });
    else if (troubles.has(before) && condition === 'running')
      this.events.add({ labMs, source: 'lab', kind: 'service', text: 'The service answers again.' });
  }

  private traced(host: HostId, traced: Traced): void {
    const mark = markOf(host, traced);
    if (mark !== null) this.timeline.push(mark);
    const text = sentenceOf(host, traced.event);
    if (text !== null && this.isNews(host, traced, text))
      this.events.add({ labMs: traced.atMs, source: host, kind: traced.event.kind, text });
    this.flights.take(traced);
    this.measures.take(host, traced);
    this.invariants.traced(host, traced);
    for (const watcher of this.watchers) watcher(host, traced);
  }

  /** A deposed primary may send a thousand batches a second that nobody wants: said once until the host's role changes. */
  private isNews(host: HostId, { event }: Traced, text: string): boolean {
    if (event.kind === 'role-changed') this.ignoring.delete(host);
    if (event.kind !== 'message-ignored') return true;
    const isNews = this.ignoring.get(host) !== text;
    this.ignoring.set(host, text);
    return isNews;
  }

  private memoryChecked(host: HostId, atMs: number, check: HostReport['memoryChecks'][number]): void {
    const before = this.invariants.all()['ramIdentical']?.checked ?? 0;
    this.invariants.memoryChecked(host, check);
    const checked = this.invariants.all()['ramIdentical']?.checked ?? 0;
    if (checked > before) this.memoryCompared = { count: checked, lastMs: atMs };
  }

  private countEntries(host: HostId, counts: Readonly<Record<string, number>>): void {
    const before = this.countedEntries.get(host) ?? {};
    for (const [kind, count] of Object.entries(counts)) {
      const added = count - (before[kind] ?? 0);
      this.entryCounts[kind] = (this.entryCounts[kind] ?? 0) + (added < 0 ? count : added);
    }
    this.countedEntries.set(host, counts);
  }

  private measureLog(host: HostId, { atMs, report }: HostReport): void {
    const bytes = report.counters.bytesSent;
    const from = this.bytesFrom;
    if (from === null || from.host !== host || bytes < from.bytes) {
      this.bytesFrom = { host, atMs, bytes };
      return;
    }
    if (atMs - from.atMs < 500) return;
    this.logBitsPerSecond = ((bytes - from.bytes) * 8000) / (atMs - from.atMs);
    this.bytesFrom = { host, atMs, bytes };
  }
}

/** Roughly what the entry takes on the channel; the exact bytes are counted per batch. */
function sizeOf(entry: LogRow['entry']): number {
  switch (entry.kind) {
    case 'console-input':
      return 3 + entry.bytes.length;
    case 'packet-received':
      return 3 + entry.frame.length;
    case 'disk-completed':
      return 5 + (entry.data?.length ?? 0);
    case 'slice-ended':
      return 7;
    case 'random-drawn':
      return 5;
    case 'output-made':
      return 8;
    case 'memory-hashed':
      return 9;
    case 'controlled':
      return 3;
  }
}
