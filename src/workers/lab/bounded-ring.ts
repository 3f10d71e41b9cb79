/**
 * A list that forgets its oldest when it is full: events, log rows, packets. Must not know what it keeps.
 */
import type { Ring } from './model.ts';

export class BoundedRing<T> implements Ring<T> {
  readonly capacity: number;
  total = 0;
  private readonly items: T[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get length(): number {
    return Math.min(this.total, this.capacity);
  }

  /** Adds one; when full, the oldest goes. */
  push(item: T): void {
    this.items[this.total % this.capacity] = item;
    this.total++;
  }

  at(index: number): T | undefined {
    if (index < 0 || index >= this.length) return undefined;
    return this.items[(this.total - this.length + index) % this.capacity];
  }

  /** The last `count`, oldest first. */
  last(count: number): T[] {
    const from = Math.max(0, this.length - count);
    return Array.from({ length: this.length - from }, (_, offset) => this.at(from + offset)!);
  }

  clear(): void {
    this.items.length = 0;
    this.total = 0;
  }
}
