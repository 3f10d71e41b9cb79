/**
 * Reads a guest's console line by line and notes when each came. Must not know what the lines mean.
 */
export interface ConsoleLine {
  readonly text: string;
  /** Real milliseconds. */
  readonly atMs: number;
}

interface Waiter {
  readonly test: (line: string) => boolean;
  readonly done: (line: ConsoleLine) => void;
}

/** Shown when a guest hangs. */
const keptCharacters = 400;

export class ConsoleReader {
  private text = '';
  private recent = '';
  private waiters: Waiter[] = [];
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  take(bytes: Uint8Array): void {
    const atMs = this.now();
    const lines = (this.text + String.fromCharCode(...bytes)).split('\n');
    this.text = lines.pop() ?? '';
    this.recent = (this.recent + String.fromCharCode(...bytes)).slice(-keptCharacters);
    for (const line of lines) this.ended(line.replaceAll('\r', ''), atMs);
  }

  /** The next line that passes the test. @throws after `timeoutMs`, with the end of what the console showed */
  async line(test: (line: string) => boolean, timeoutMs: number): Promise<ConsoleLine> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiters = this.waiters.filter((one) => one !== waiter);
        reject(new Error(`A guest did not answer within ${timeoutMs} ms. Its console ends with: ${this.recent}`));
      }, timeoutMs);
      const waiter: Waiter = {
        test,
        done: (line) => {
          clearTimeout(timer);
          resolve(line);
        },
      };
      this.waiters.push(waiter);
    });
  }

  private ended(text: string, atMs: number): void {
    const done = this.waiters.filter(({ test }) => test(text));
    this.waiters = this.waiters.filter((waiter) => !done.includes(waiter));
    for (const waiter of done) waiter.done({ text, atMs });
  }
}
