/**
 * Latencies of the last thousand replies, and how many replies came within the last second. Lab time throughout.
 */

const sampleCapacity = 1024;
const bucketMs = 100;
const bucketCount = 10;

export interface LatencySummary {
  readonly lastMs: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

export class Latencies {
  private readonly samples = new Float64Array(sampleCapacity);
  private total = 0;
  /** Replies in each tenth of the last second, and which tenth since the beginning of time it is. */
  private readonly counts = new Uint32Array(bucketCount);
  private readonly tenths = new Float64Array(bucketCount).fill(-1);

  add(latencyMs: number, labMs: number): void {
    this.samples[this.total++ % sampleCapacity] = latencyMs;
    const tenth = Math.floor(labMs / bucketMs);
    const bucket = tenth % bucketCount;
    if (this.tenths[bucket] !== tenth) {
      this.tenths[bucket] = tenth;
      this.counts[bucket] = 0;
    }
    this.counts[bucket]!++;
  }

  summary(): LatencySummary {
    if (this.total === 0) return { lastMs: 0, medianMs: 0, p99Ms: 0 };
    const sorted = this.samples.slice(0, Math.min(this.total, sampleCapacity)).sort();
    const quantile = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
    return { lastMs: this.samples[(this.total - 1) % sampleCapacity]!, medianMs: quantile(0.5), p99Ms: quantile(0.99) };
  }

  perSecond(labMs: number): number {
    const oldest = Math.floor(labMs / bucketMs) - bucketCount;
    return this.counts.reduce((sum, count, bucket) => sum + (this.tenths[bucket]! > oldest ? count : 0), 0);
  }
}
