/** A window on an axis and where its values fall on the screen. The axis is lab milliseconds or instructions. Pure. */

export type Axis = 'time' | 'instructions';

/** What of the axis is seen: from `start`, `span` long. */
export interface Window {
  readonly start: number;
  readonly span: number;
}

const shortest: Readonly<Record<Axis, number>> = { time: 0.02, instructions: 2_000 };
const longest: Readonly<Record<Axis, number>> = { time: 3_600_000, instructions: 1e12 };

/** Pixels from the window's left edge. */
export function toPixels(value: number, window: Window, width: number): number {
  return ((value - window.start) / window.span) * width;
}

export function toValue(pixels: number, window: Window, width: number): number {
  return window.start + (pixels / width) * window.span;
}

/** Zooms by `factor` (2: twice as much is seen) and leaves what is at `anchor` where it is. */
export function zoomed(window: Window, factor: number, anchor: number, axis: Axis): Window {
  const span = Math.min(longest[axis], Math.max(shortest[axis], window.span * factor));
  return { span, start: anchor - ((anchor - window.start) / window.span) * span };
}

export function panned(window: Window, pixels: number, width: number): Window {
  return { ...window, start: window.start - (pixels / width) * window.span };
}

/** Round values (1, 2 or 5 times a power of ten) inside the window, `count` of them or fewer. */
export function ticks(window: Window, count: number): readonly number[] {
  const rough = window.span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const values: number[] = [];
  for (
    let at = Math.ceil(window.start / step) * step;
    at <= window.start + window.span && values.length <= count;
    at += step
  )
    values.push(at);
  return values;
}

/** As many decimals as the distance of two ticks needs. */
export function formatTick(value: number, axis: Axis, window: Window): string {
  if (axis === 'instructions') {
    const mega = value / 1e6;
    return `${mega.toFixed(window.span < 5e6 ? 2 : window.span < 5e7 ? 1 : 0)} M`;
  }
  const decimals = window.span < 1 ? 5 : window.span < 10 ? 4 : window.span < 100 ? 3 : window.span < 1000 ? 2 : 1;
  return `${(value / 1000).toFixed(decimals)} s`;
}
