/** The protocol's events, numbered, in plain words: `lab.events()`. The last 5,000; must not know who reads them. */
import { BoundedRing } from './bounded-ring.ts';
import type { LabEvent } from './lab.ts';

const capacityEvents = 5000;

export class EventList {
  private ring = new BoundedRing<LabEvent>(capacityEvents);

  add(event: Omit<LabEvent, 'number'>): void {
    this.ring.push({ ...event, number: this.ring.total + 1 });
  }

  /** Those with a number above `since`, oldest first. */
  since(since: number): LabEvent[] {
    return this.ring.last(Math.max(0, this.ring.total - since));
  }

  /** How many there were: the number of the last one. */
  get count(): number {
    return this.ring.total;
  }

  clear(): void {
    this.ring.clear();
  }
}
