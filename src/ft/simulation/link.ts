/**
 * One direction of a connection: delays, keeps order, can be cut, slowed, made lossy, and can damage a message.
 */
import type { Agenda } from './agenda.ts';
import type { Random } from './random.ts';

export type Deliver = (bytes: Uint8Array, state: 'whole' | 'damaged') => void;

export class Link {
  isCut = false;
  /** Added to every delay. */
  slowMs = 0;
  readonly #loss: number;
  /** The next message is damaged: one bit of it flips. */
  damagesNext = false;
  readonly #agenda: Agenda;
  readonly #random: Random;
  #lastArrivalMs = 0;

  constructor(agenda: Agenda, random: Random, loss = 0) {
    this.#loss = loss;
    this.#agenda = agenda;
    this.#random = random;
  }

  /** `deliver` is called with the bytes as they arrive, and whether they are what was sent. */
  send(bytes: Uint8Array, deliver: Deliver): void {
    if (this.isCut || (this.#loss > 0 && this.#random.chance(this.#loss))) return;
    const atMs = Math.max(this.#lastArrivalMs, this.#agenda.nowMs + this.#random.whole(1, 4) + this.slowMs);
    this.#lastArrivalMs = atMs;
    const isDamaged = this.damagesNext && bytes.length > 12;
    if (isDamaged) this.damagesNext = false;
    const arriving = isDamaged ? damage(bytes, this.#random) : bytes;
    this.#agenda.at(atMs, () => {
      if (!this.isCut) deliver(arriving, isDamaged ? 'damaged' : 'whole');
    });
  }

  /** After a jump of the clock, order must not make everything wait for the old future. */
  jump(byMs: number): void {
    this.#lastArrivalMs += byMs;
  }
}

const damage = (bytes: Uint8Array, random: Random): Uint8Array => {
  const damaged = bytes.slice();
  // Behind kind, generation and sequence, where a reader without checksums notices nothing.
  const index = random.whole(Math.min(8, bytes.length - 5), bytes.length - 5);
  damaged[index] = (damaged[index] as number) ^ (1 << random.whole(0, 6));
  return damaged;
};
