/** Medians and their like. */

/** @returns null for an empty list. */
export function quantile(values: readonly number[], part: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
}

/** @returns null for an empty list. */
export function median(values: readonly number[]): number | null {
  return quantile(values, 0.5);
}

/** Half of the range over the median: 0.02 means ± 2 %. */
export function spread(values: readonly number[]): number {
  const middle = median(values);
  if (middle === null || middle === 0) return 0;
  return (Math.max(...values) - Math.min(...values)) / 2 / middle;
}
