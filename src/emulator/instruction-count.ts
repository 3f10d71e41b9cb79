/**
 * The number of instructions that a guest has executed, in 53 bits. v86's own counter has 32, wraps within seconds and is
 * not in its saved states. Counts of replicas are comparable only while their JIT histories are the same, since compiled
 * code counts a block when it is entered and the interpreter when it is left. Must not know: the log.
 */
export class InstructionCount {
  readonly #readCounter: () => number;
  #total: number;
  #counter: number;

  /** `readCounter` returns v86's 32-bit counter, `total` is where to go on from. */
  constructor(readCounter: () => number, total: number) {
    this.#readCounter = readCounter;
    this.#total = total;
    this.#counter = readCounter();
  }

  /** Instructions up to now, also within a slice. */
  get now(): number {
    return this.#total + ((this.#readCounter() - this.#counter) >>> 0);
  }

  /** Closes a slice and returns how many instructions were executed since the last one was closed. */
  closeSlice(): number {
    const counter = this.#readCounter();
    const slice = (counter - this.#counter) >>> 0;
    this.#counter = counter;
    this.#total += slice;
    return slice;
  }
}
