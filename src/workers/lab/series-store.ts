/**
 * Samples for the charts, one every 100 ms of lab time, ten minutes of them. Must not know what draws them.
 */
import type { Series } from './model.ts';

const capacitySamples = 6000;
const names = ['labMs', 'logBitsPerSecond', 'lagMs', 'cpuLimit', 'dirtyBitsPerSecond', 'requestsPerSecond'] as const;
type SeriesName = (typeof names)[number];

export class SeriesStore implements Series {
  length = 0;
  readonly labMs = new Float64Array(capacitySamples);
  readonly logBitsPerSecond = new Float64Array(capacitySamples);
  readonly lagMs = new Float64Array(capacitySamples);
  readonly cpuLimit = new Float64Array(capacitySamples);
  readonly dirtyBitsPerSecond = new Float64Array(capacitySamples);
  readonly requestsPerSecond = new Float64Array(capacitySamples);

  /** Adds one sample; when full, the oldest tenth goes at once, so that pushing stays cheap. */
  push(sample: Readonly<Record<SeriesName, number>>): void {
    if (this.length === capacitySamples) {
      const gone = capacitySamples / 10;
      for (const name of names) this[name].copyWithin(0, gone);
      this.length -= gone;
    }
    for (const name of names) this[name][this.length] = sample[name];
    this.length++;
  }

  clear(): void {
    this.length = 0;
  }
}
