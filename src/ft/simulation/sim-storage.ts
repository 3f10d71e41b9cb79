/**
 * The shared disk of the simulation, the hosts' own disks and the flags: answers after a random time, in any order, is
 * offline now and then, and loses a reply when told to. Paper sections 2.3, 3.4, 4.1.
 */
import type { HostId } from '../host-id.ts';
import type { StoragePlace, StorageReply, StorageRequest } from '../storage.ts';
import type { Agenda } from './agenda.ts';
import type { Random } from './random.ts';
import { blockBytes, keyCount } from './toy-machine.ts';
import { unpackBlock } from './wire.ts';

const operationsPerGeneration = 100_000;

interface Disk {
  readonly content: Uint8Array;
  /** Writes that were carried out, by generation and operation: a write that is asked for again is done once. */
  readonly done: Set<number>;
}

const newDisk = (): Disk => ({ content: new Uint8Array(keyCount * blockBytes), done: new Set() });

export class SimStorage {
  isOnline = true;
  loseNextReplyOfTestAndSet = false;
  readonly #owners = new Map<number, HostId>();
  readonly #disks: Record<HostId | 'shared', Disk> = { A: newDisk(), B: newDisk(), C: newDisk(), shared: newDisk() };
  #newest = 0;
  readonly #agenda: Agenda;
  readonly #random: Random;

  constructor(agenda: Agenda, random: Random) {
    this.#agenda = agenda;
    this.#random = random;
  }

  diskOf(place: StoragePlace, host: HostId): Uint8Array {
    return this.#disk(place, host).content;
  }

  #disk(place: StoragePlace, host: HostId): Disk {
    return this.#disks[place === 'own-disk' ? host : 'shared'];
  }

  valueOf(place: StoragePlace, host: HostId, key: number): number {
    return unpackBlock(this.diskOf(place, host).subarray(key * blockBytes, (key + 1) * blockBytes));
  }

  ask(from: HostId, place: StoragePlace, request: StorageRequest, reply: (reply: StorageReply) => void): void {
    this.#agenda.after(this.#random.whole(1, 12), () => {
      if (!this.isOnline && place !== 'own-disk') return;
      const answer = this.#answer(from, place, request);
      if (answer !== null) reply(answer);
    });
  }

  #answer(from: HostId, place: StoragePlace, request: StorageRequest): StorageReply | null {
    if (request.kind === 'test-and-set') return this.#testAndSet(request);
    this.#newest = Math.max(this.#newest, request.fencing === 'by-flag' ? request.generation : 0);
    const owner = this.#owners.get(request.generation) ?? from;
    if (request.fencing === 'by-flag' && (owner !== from || request.generation < this.#newest)) {
      return { kind: 'fenced', id: request.id, generation: request.generation };
    }
    const { content, done } = this.#disk(place, from);
    if (request.kind === 'read') {
      const data = content.slice(request.start, request.start + request.length);
      return { kind: 'read-done', id: request.id, operation: request.operation, data };
    }
    const key = request.generation * operationsPerGeneration + request.operation;
    if (!done.has(key)) content.set(request.data, request.start);
    done.add(key);
    return { kind: 'write-done', id: request.id, operation: request.operation };
  }

  #testAndSet(request: StorageRequest & { kind: 'test-and-set' }): StorageReply | null {
    const { id, generation, owner, repeat } = request;
    const before = this.#owners.get(generation);
    if (before === undefined) this.#owners.set(generation, owner);
    const outcome = before === undefined || (before === owner && repeat === 'won-again') ? 'won' : 'lost';
    if (outcome === 'won' && this.loseNextReplyOfTestAndSet) {
      this.loseNextReplyOfTestAndSet = false;
      return null;
    }
    return { kind: 'test-and-set-done', id, generation, outcome, owner: before ?? owner };
  }
}
