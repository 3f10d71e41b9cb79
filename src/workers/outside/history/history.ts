/**
 * Everything that the client asked and was answered: counts, latencies, the longest gap, and the proof that nothing was
 * lost. Fed with the client application's reports in the order in which it made them; that order, not the clock, is
 * what the checks rely on. Must not know the machine, ports or the page.
 */
import type { Invariant } from '../../lab/lab.ts';
import type { ClientReport } from '../client/client-report.ts';
import { Datagrams, type RequestRow } from './datagrams.ts';
import { KeyHistories } from './key-histories.ts';
import { Latencies, type LatencySummary } from './latencies.ts';
import { operationOf, outcomeOf, type Operation } from './operation.ts';
import { ReplyGap } from './reply-gap.ts';

export interface RecentRequest {
  readonly atMs: number;
  readonly request: string;
  readonly reply: string | null;
  readonly latencyMs: number | null;
}

/** A request or a reply, for the timeline. */
export interface ClientMark {
  readonly kind: 'request' | 'reply';
  readonly labMs: number;
  readonly text: string;
}

export interface ClientFigures {
  readonly requests: number;
  readonly replies: number;
  readonly outstanding: number;
  readonly lastReply: string;
  readonly longestGapMs: number;
  /** Lab time since which it has waited for any reply; null while it waits for none. */
  readonly waitingSinceMs: number | null;
  readonly latency: LatencySummary;
  readonly requestsPerSecond: number;
  readonly connections: number;
  readonly reconnects: number;
  readonly datagrams: number;
  readonly udpReplies: number;
  readonly udpDuplicates: number;
  readonly errors: readonly string[];
  readonly recent: readonly RecentRequest[];
  readonly noWriteLost: Invariant;
  readonly linearizable: Invariant;
}

interface OpenRequest {
  readonly connection: number;
  readonly operation: Operation | null;
  readonly recent: RequestRow;
}

const recentCapacity = 8;
const errorCapacity = 20;
/** The client keeps one request open on each of its 16 connections. More means lost reports; the oldest is given up. */
const openCapacity = 64;

export class History {
  private readonly marked: (mark: ClientMark) => void;
  private readonly open = new Map<number, OpenRequest>();
  private readonly connected = new Set<number>();
  private readonly everConnected = new Set<number>();
  private readonly latencies = new Latencies();
  private readonly gap = new ReplyGap();
  private readonly datagrams = new Datagrams();
  private keys = new KeyHistories();
  private recent: RequestRow[] = [];
  private errors: string[] = [];
  private requests = 0;
  private replies = 0;
  private reconnects = 0;
  private lastReply = '';

  constructor(marked: (mark: ClientMark) => void) {
    this.marked = marked;
  }

  take(report: ClientReport, labMs: number): void {
    if (report.kind === 'connected') this.connect(report.connection);
    else if (report.kind === 'disconnected') this.disconnect(report.connection, report.reason);
    else if (report.kind === 'requested') this.request(report, labMs);
    else if (report.kind === 'replied') this.reply(report, labMs);
    else if (report.kind === 'datagram-sent') this.sendDatagram(report, labMs);
    else if (report.kind === 'datagram-received') this.receiveDatagram(report, labMs);
    else if (report.kind === 'refused') this.addError(`The client refused a command. ${report.reason}`);
  }

  figures(labMs: number): ClientFigures {
    return {
      requests: this.requests,
      replies: this.replies,
      outstanding: this.open.size,
      lastReply: this.lastReply,
      longestGapMs: this.gap.longestMs(labMs),
      waitingSinceMs: this.gap.sinceMs,
      latency: this.latencies.summary(),
      requestsPerSecond: this.latencies.perSecond(labMs),
      connections: this.connected.size,
      reconnects: this.reconnects,
      datagrams: this.datagrams.sent,
      udpReplies: this.datagrams.replies,
      udpDuplicates: this.datagrams.duplicates,
      errors: [...this.errors],
      recent: this.recent.map((row) => ({ ...row })),
      noWriteLost: this.keys.noWriteLost(),
      linearizable: this.keys.linearizable(),
    };
  }

  /** The longest gap is measured anew from now on. */
  resetGap(labMs: number): void {
    this.gap.reset(labMs);
  }

  /** The client was told to stop asking. */
  stopped(): void {
    this.gap.stopped();
  }

  /** Forgets verdicts, errors and what is known of keys. Requests on their way are not checked any more. */
  clear(labMs: number): void {
    this.keys = new KeyHistories();
    this.errors = [];
    this.gap.reset(labMs);
    for (const [id, request] of this.open) this.open.set(id, { ...request, operation: null });
  }

  private connect(connection: number): void {
    this.connected.add(connection);
    if (this.everConnected.has(connection)) this.reconnects++;
    this.everConnected.add(connection);
  }

  private disconnect(connection: number, reason: string): void {
    this.connected.delete(connection);
    this.addError(`Connection ${connection} was lost: ${reason}.`);
    for (const [id, request] of this.open) if (request.connection === connection) this.abandon(id, request);
  }

  private request({ id, connection, text }: ClientReport & { kind: 'requested' }, labMs: number): void {
    this.requests++;
    this.gap.requested(labMs);
    const recent = this.addRecent(text, labMs);
    const operation = operationOf(id, text);
    this.open.set(id, { connection, operation, recent });
    if (operation !== null) this.keys.requested(operation);
    this.marked({ kind: 'request', labMs, text });
    const [oldest] = this.open;
    if (this.open.size > openCapacity && oldest !== undefined) this.abandon(oldest[0], oldest[1]);
  }

  private reply({ id, text }: ClientReport & { kind: 'replied' }, labMs: number): void {
    const request = this.open.get(id);
    if (request === undefined) {
      this.addError(`A reply came that nobody asked for: ${text}`);
      return;
    }
    this.open.delete(id);
    this.replies++;
    this.lastReply = text;
    this.gap.replied(labMs);
    const latencyMs = labMs - request.recent.atMs;
    this.latencies.add(latencyMs, labMs);
    request.recent.reply = text;
    request.recent.latencyMs = latencyMs;
    const outcome = outcomeOf(text);
    if (outcome.kind === 'refused') this.addError(`${request.recent.request} was answered ${text}`);
    if (request.operation !== null) {
      request.operation.outcome = outcome;
      this.keys.settled(request.operation);
    }
    this.marked({ kind: 'reply', labMs, text });
  }

  private abandon(id: number, request: OpenRequest): void {
    this.open.delete(id);
    this.gap.abandoned();
    if (request.operation === null) return;
    request.operation.outcome = { kind: 'unknown' };
    this.keys.settled(request.operation);
  }

  private sendDatagram({ id, text }: ClientReport & { kind: 'datagram-sent' }, labMs: number): void {
    this.datagrams.request(id, this.addRecent(`UDP ${text}`, labMs));
    const operation = operationOf(0, text);
    if (operation !== null && operation.action !== 'get') this.keys.exclude(operation.key);
    this.marked({ kind: 'request', labMs, text: `UDP ${text}` });
  }

  private receiveDatagram({ id, text }: ClientReport & { kind: 'datagram-received' }, labMs: number): void {
    const row = this.datagrams.rowOf(id);
    const isDuplicate = this.datagrams.reply(id) === 'duplicate';
    if (row !== undefined) {
      // Nobody drops the second reply, so it is a line of its own.
      const shown = isDuplicate ? this.addRecent(`${row.request}, again`, labMs) : row;
      shown.reply = text;
      shown.latencyMs = labMs - row.atMs;
    }
    this.marked({ kind: 'reply', labMs, text: isDuplicate ? `UDP ${text}, for the second time` : `UDP ${text}` });
  }

  private addRecent(request: string, atMs: number): RequestRow {
    const row: RequestRow = { atMs, request, reply: null, latencyMs: null };
    this.recent.push(row);
    if (this.recent.length > recentCapacity) this.recent.shift();
    return row;
  }

  private addError(text: string): void {
    this.errors.push(text);
    if (this.errors.length > errorCapacity) this.errors.shift();
  }
}
