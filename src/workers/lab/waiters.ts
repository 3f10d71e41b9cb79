/**
 * Those who wait until something holds: `lab.until`. Told after every change, never by a timer. Must not know the lab.
 */
import type { LabState } from './lab.ts';

interface Waiter {
  readonly test: (state: LabState) => boolean;
  readonly done: (state: LabState) => void;
  readonly failed: (error: Error) => void;
}

export class Waiters {
  private waiting: Waiter[] = [];

  get size(): number {
    return this.waiting.length;
  }

  /**
   * Resolves when `test` holds.
   * @param explain what to say when `timeoutMs` of real time passed first
   */
  async wait(test: Waiter['test'], timeoutMs: number, explain: () => string): Promise<LabState> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((one) => one !== waiter);
        reject(new Error(`Not within ${timeoutMs} ms: ${test.toString().slice(0, 200)}. ${explain()}`));
      }, timeoutMs);
      const waiter: Waiter = {
        test,
        done: (state) => {
          clearTimeout(timer);
          resolve(state);
        },
        failed: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.waiting.push(waiter);
    });
  }

  changed(state: LabState): void {
    const done = this.waiting.filter(({ test }) => test(state));
    if (done.length === 0) return;
    this.waiting = this.waiting.filter((waiter) => !done.includes(waiter));
    for (const waiter of done) waiter.done(state);
  }

  /** What they wait for will not come. */
  fail(error: Error): void {
    const failed = this.waiting;
    this.waiting = [];
    for (const waiter of failed) waiter.failed(error);
  }
}
