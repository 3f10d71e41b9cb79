/**
 * Sends a report soon after something changed, and never more often than the page can use.
 */

/** Real milliseconds between two reports. */
const reportIntervalMs = 50;

export class ReportPacer {
  private readonly report: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(report: () => void) {
    this.report = report;
  }

  changed(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.report();
    }, reportIntervalMs);
  }

  close(): void {
    clearTimeout(this.timer);
  }
}

/** A list between two reports: when it is full, the oldest are skipped and counted. */
export class Recent<T> {
  private readonly capacity: number;
  private items: T[] = [];
  private skipped = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  push(item: T): void {
    this.items.push(item);
    if (this.items.length <= this.capacity) return;
    this.items.shift();
    this.skipped++;
  }

  take(): { readonly items: readonly T[]; readonly skipped: number } {
    const taken = { items: this.items, skipped: this.skipped };
    this.items = [];
    this.skipped = 0;
    return taken;
  }
}
