/**
 * Clients that each have one request under way and ask again until it is answered, as TCP does. They keep the history
 * that the checkers read.
 */
import type { Operation } from '../invariant/linearizable.ts';
import type { Agenda } from './agenda.ts';
import type { Random } from './random.ts';
import { keyCount } from './toy-machine.ts';
import { packRequest, unpackReply } from './wire.ts';
import type { Request } from './wire.ts';

const retryMs = 60;
const thinkMs = 25;

interface Pending {
  readonly request: Request;
  readonly startMs: number;
}

export class SimClient {
  readonly history: Operation[] = [];
  /** Answers to a request that was answered differently before. */
  contradictions: string[] = [];
  pending: Pending | null = null;
  #nextId = 1;
  #last = new Map<number, number>();
  readonly #index: number;
  readonly #agenda: Agenda;
  readonly #random: Random;
  readonly #send: (packet: Uint8Array) => void;

  constructor(index: number, agenda: Agenda, random: Random, send: (packet: Uint8Array) => void) {
    this.#index = index;
    this.#agenda = agenda;
    this.#random = random;
    this.#send = send;
  }

  start(): void {
    this.#agenda.after(this.#random.whole(1, thinkMs), () => this.#ask());
  }

  #ask(): void {
    const request: Request = {
      client: this.#index,
      id: this.#nextId,
      kind: this.#random.chance(0.7) ? 'increment' : 'read',
      key: this.#random.whole(0, keyCount - 1),
    };
    this.#nextId += 1;
    this.pending = { request, startMs: this.#agenda.nowMs };
    this.#transmit(this.pending);
  }

  #transmit(pending: Pending): void {
    if (this.pending !== pending) return;
    this.#send(packRequest(pending.request));
    this.#agenda.after(retryMs, () => this.#transmit(pending));
  }

  receive(packet: Uint8Array): void {
    const reply = unpackReply(packet);
    const before = this.#last.get(reply.id);
    if (before !== undefined && before !== reply.value)
      this.contradictions.push(`request ${reply.id} was answered ${before} and then ${reply.value}`);
    const { pending } = this;
    if (pending === null || reply.id !== pending.request.id) return;
    this.#last.set(reply.id, reply.value);
    const { kind, key } = pending.request;
    this.history.push({ kind, key, startMs: pending.startMs, endMs: this.#agenda.nowMs, value: reply.value });
    this.pending = null;
    this.#agenda.after(this.#random.whole(1, thinkMs), () => this.#ask());
  }

  /** With the request under way as one that was never answered. */
  wholeHistory(): Operation[] {
    if (this.pending === null) return this.history;
    const { request, startMs } = this.pending;
    return [...this.history, { kind: request.kind, key: request.key, startMs, endMs: Infinity, value: 0 }];
  }
}
