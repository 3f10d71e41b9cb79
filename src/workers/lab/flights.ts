/**
 * The last batches on the logging channel: when each left, arrived and was acknowledged. Must not know what they hold.
 */
import type { Traced } from '../host/messages.ts';
import type { Flight } from './model.ts';
import { kindOfBatch } from './trace-mark.ts';

const capacityFlights = 64;

export class Flights {
  private flights: { -readonly [Key in keyof Flight]: Flight[Key] }[] = [];
  private generation = 0;

  take({ atMs, generation, event }: Traced): void {
    if (generation !== this.generation) {
      this.generation = generation;
      this.flights = [];
    }
    if (event.kind === 'batch-sent') {
      const kind = kindOfBatch(event.entries);
      this.flights.push({
        sequence: event.sequence,
        kind,
        bytes: event.bytes,
        sentMs: atMs,
        receivedMs: null,
        acknowledgedMs: null,
      });
      if (this.flights.length > capacityFlights) this.flights.shift();
    } else if (event.kind === 'batch-received') {
      const flight = this.flights.find(({ sequence }) => sequence === event.sequence);
      if (flight !== undefined) flight.receivedMs = atMs;
    } else if (event.kind === 'acknowledgment-received') {
      for (const flight of this.flights)
        if (flight.sequence <= event.receivedSequence && flight.acknowledgedMs === null) flight.acknowledgedMs = atMs;
    }
  }

  get list(): readonly Flight[] {
    return this.flights;
  }

  clear(): void {
    this.flights = [];
  }
}
