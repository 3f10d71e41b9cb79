/**
 * The shared storage: disk, flags, latency, being offline and losing replies. Paper sections 2.3, 3.4, 4.1.
 * Also the two stand-ins of the non-shared mode: each host's own disk, and the third party that breaks ties.
 * Must not know threads: it is told the time and given a way to answer.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { StorageReply, StorageRequest } from '../../ft/storage.ts';
import { Disk } from './disk.ts';
import { Flags } from './flags.ts';
import type { HostToStorage, StorageEvent, StorageSettings, StorageStatus } from './messages.ts';

export interface StorageOptions {
  readonly image: Uint8Array;
  /** Lab time. */
  readonly now: () => number;
  readonly reply: (host: HostId, reply: StorageReply) => void;
  /** Called when something is due later: call `advance` at that lab time. */
  readonly wake: (atMs: number) => void;
  readonly record: (event: StorageEvent) => void;
}

interface Due {
  readonly atMs: number;
  readonly host: HostId;
  readonly asked: HostToStorage;
}

export class Storage {
  settings: StorageSettings = { offline: false, latencyMs: 0 };
  private repliesToLose = 0;
  private repliesLost = 0;
  private readonly options: StorageOptions;
  private readonly shared: Disk;
  private readonly own = new Map<HostId, Disk>();
  /** One for each pair of hosts at most; the newer replaces the older. */
  private readonly copies = new Map<string, { readonly generation: number; readonly image: Uint8Array }>();
  private readonly flags = new Flags();
  private readonly due: Due[] = [];
  private reads = 0;
  private writes = 0;

  constructor(options: StorageOptions) {
    this.options = options;
    this.shared = new Disk(options.image);
  }

  /** Requests that were received and are not carried out yet. */
  get pending(): number {
    return this.due.length;
  }

  status(): StorageStatus {
    const generation = this.flags.newestAsked;
    return {
      settings: this.settings,
      generation,
      owner: this.flags.owner(generation),
      pending: this.pending,
      reads: this.reads,
      writes: this.writes,
      repliesLost: this.repliesLost,
    };
  }

  loseNextWonReply(): void {
    this.repliesToLose++;
  }

  /** A copy of the shared disk, or of a host's own. */
  image(of: HostId | 'shared' = 'shared'): Uint8Array {
    return (of === 'shared' ? this.shared : this.ownDisk(of)).bytes.slice();
  }

  /** A host asks. Offline storage says nothing, as a dead network does not. */
  ask(host: HostId, asked: HostToStorage): void {
    if (this.settings.offline && asked.kind === 'asked' && asked.place !== 'own-disk') {
      this.note(host, asked.request, 'unreachable', 'storage is offline: the request is not answered');
      return;
    }
    // Requests are carried out in the order in which they arrived, so a slow one delays those behind it.
    const atMs = Math.max(this.options.now() + this.settings.latencyMs, this.due.at(-1)?.atMs ?? 0);
    this.due.push({ atMs, host, asked });
    this.advance();
  }

  /** Carries out what is due by now. */
  advance(): void {
    while (this.due.length > 0 && this.due[0]!.atMs <= this.options.now()) {
      const { host, asked } = this.due.shift()!;
      this.carryOut(host, asked);
    }
    if (this.due.length > 0) this.options.wake(this.due[0]!.atMs);
  }

  private carryOut(host: HostId, asked: HostToStorage): void {
    if (asked.kind === 'copy-made') {
      this.copies.set(`${host}${asked.to}`, { generation: asked.generation, image: this.ownDisk(host).bytes.slice() });
      return;
    }
    if (asked.kind === 'copy-taken') return this.takeCopy(host, asked);
    const { place, request } = asked;
    switch (request.kind) {
      case 'test-and-set':
        return this.testAndSet(host, request);
      case 'read':
      case 'write': {
        if (request.fencing === 'by-flag' && this.flags.fences(host, request.generation)) {
          this.note(host, request, 'fenced', `refused: another host won generation ${request.generation}`);
          return this.options.reply(host, { kind: 'fenced', id: request.id, generation: request.generation });
        }
        return this.transfer(host, place === 'own-disk' ? this.ownDisk(host) : this.shared, request);
      }
    }
  }

  private testAndSet(host: HostId, request: StorageRequest & { kind: 'test-and-set' }): void {
    const { id, generation, owner, repeat } = request;
    const result = this.flags.testAndSet(generation, owner, repeat);
    const outcome = result.outcome === 'won' ? `${owner} won` : `${owner} lost, ${result.owner} had won`;
    this.note(host, request, 'test-and-set', `test-and-set of generation ${generation}: ${outcome}`);
    if (result.outcome === 'won' && this.repliesToLose > 0) {
      this.repliesToLose--;
      this.repliesLost++;
      this.note(host, request, 'reply-lost', `the reply to ${owner} was lost`);
      return;
    }
    this.options.reply(host, { kind: 'test-and-set-done', id, generation, ...result });
  }

  private transfer(host: HostId, disk: Disk, request: StorageRequest & { kind: 'read' | 'write' }): void {
    const { id, operation } = request;
    if (request.kind === 'write') {
      if (disk.write(request.start, request.data) === 'outside') return this.refuse(host, id, request.start);
      this.writes++;
      this.note(host, request, 'write', `wrote ${request.data.length} bytes at ${request.start}`);
      return this.options.reply(host, { kind: 'write-done', id, operation });
    }
    const data = disk.read(request.start, request.length);
    if (data === null) return this.refuse(host, id, request.start);
    this.reads++;
    this.note(host, request, 'read', `read ${request.length} bytes at ${request.start}`);
    this.options.reply(host, { kind: 'read-done', id, operation, data });
  }

  private refuse(host: HostId, id: number, start: number): void {
    this.options.reply(host, { kind: 'failed', id, reason: `byte ${start} is beyond the end of the disk` });
  }

  private takeCopy(host: HostId, { from, generation }: HostToStorage & { kind: 'copy-taken' }): void {
    const copy = this.copies.get(`${from}${host}`);
    if (copy?.generation === generation) this.ownDisk(host).bytes.set(copy.image);
    this.copies.delete(`${from}${host}`);
  }

  private ownDisk(host: HostId): Disk {
    let disk = this.own.get(host);
    if (disk === undefined) {
      disk = new Disk(this.options.image);
      this.own.set(host, disk);
    }
    return disk;
  }

  private note(host: HostId, request: StorageRequest, kind: StorageEvent['kind'], text: string): void {
    const operation = 'operation' in request ? request.operation : 0;
    this.options.record({ labMs: this.options.now(), kind, host, generation: request.generation, operation, text });
  }
}
