/**
 * What will happen when: one list for every millisecond, each in the order in which it was put in. Time is whole
 * milliseconds, so nothing needs to be sorted. The world's only clock.
 */
type Task = () => void;

export class Agenda {
  nowMs = 0;
  readonly #lists: (Task[] | undefined)[] = [];
  /** Where we are: this millisecond without the jumps, and so far in its list. */
  #at = 0;
  #done = 0;
  #jumpedMs = 0;

  /** At the next whole millisecond; what should have been is done now. */
  at(atMs: number, run: Task): void {
    const index = Math.max(Math.ceil(atMs) - this.#jumpedMs, this.#at);
    const list = this.#lists[index];
    if (list === undefined) {
      while (this.#lists.length < index) this.#lists.push(undefined);
      this.#lists[index] = [run];
    } else list.push(run);
  }

  after(delayMs: number, run: Task): void {
    this.at(this.nowMs + delayMs, run);
  }

  /** Time jumps by whole milliseconds: everything that was due is due so much later, and nobody noticed the time between. */
  jump(byMs: number): void {
    this.#jumpedMs += byMs;
    this.nowMs += byMs;
  }

  /** Does the next thing; false when nothing is left. */
  step(): boolean {
    for (; this.#at < this.#lists.length; this.#at += 1) {
      const task = this.#lists[this.#at]?.[this.#done];
      if (task !== undefined) {
        this.#done += 1;
        this.nowMs = this.#at + this.#jumpedMs;
        task();
        return true;
      }
      this.#lists[this.#at] = undefined;
      this.#done = 0;
    }
    return false;
  }
}
