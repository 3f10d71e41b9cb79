/** Numbers as the page writes them: grouped digits, and each with the unit in which a reader thinks. Pure. */

/** 1204331907 → "1 204 331 907", with narrow no-break spaces. */
export function formatCount(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** Milliseconds of any size: "0.4 ms", "38 ms", "1.2 s", "3 min". */
export function formatMs(valueMs: number): string {
  if (!Number.isFinite(valueMs)) return '–';
  if (valueMs >= 60_000) return `${Math.floor(valueMs / 60_000)} min`;
  if (valueMs >= 1000) return `${(valueMs / 1000).toFixed(valueMs >= 10_000 ? 0 : 1)} s`;
  return `${valueMs < 10 ? valueMs.toFixed(1) : Math.round(valueMs).toString()} ms`;
}

/** A moment of lab time in seconds: "12.401". */
export function formatMoment(labMs: number): string {
  return (labMs / 1000).toFixed(3);
}

/** Bits per second as [number, unit]: "0.12", "Mbit/s". */
export function splitBits(bitsPerSecond: number): readonly [string, string] {
  const mega = bitsPerSecond / 1e6;
  if (mega >= 1000) return [(mega / 1000).toFixed(1), 'Gbit/s'];
  if (mega >= 10) return [mega.toFixed(0), 'Mbit/s'];
  return [mega.toFixed(2), 'Mbit/s'];
}

export function formatBits(bitsPerSecond: number): string {
  return splitBits(bitsPerSecond).join(' ');
}

export function formatBytes(bytes: number): string {
  if (bytes >= 1 << 20) return `${(bytes / (1 << 20)).toFixed(1)} MiB`;
  if (bytes >= 1 << 10) return `${(bytes / (1 << 10)).toFixed(1)} KiB`;
  return `${bytes} B`;
}

/** Speed of lab time against real time: 0.1 → "1/10×". */
export function formatSpeed(factor: number): string {
  if (factor >= 0.95) return '1×';
  const divisor = 1 / factor;
  return `1/${divisor < 10 ? divisor.toFixed(1).replace(/\.0$/, '') : Math.round(divisor).toString()}×`;
}

/** An unsigned 32-bit number as 8 hex digits. */
export function formatHex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
