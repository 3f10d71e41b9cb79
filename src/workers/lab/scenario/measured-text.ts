/**
 * Texts of scenarios with measured values in them: `{client.longestGapMs|ms}`. Must not know markup or the page.
 */
import type { LabState } from '../lab.ts';
import { valueAt } from './state-path.ts';

const placeholder = /\{([A-Za-z][\w.-]*)(?:\|(\w+))?\}/g;

const formats: Readonly<Record<string, (value: number) => string>> = {
  ms: (value) => (value < 10 ? `${value.toFixed(1)} ms` : value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`),
  bits: (value) =>
    value < 1e6 ? `${Math.round(value / 1000)} kbit/s` : `${(value / 1e6).toFixed(value < 1e7 ? 1 : 0)} Mbit/s`,
  bytes: (value) => (value < 2 ** 20 ? `${Math.round(value / 1024)} KiB` : `${(value / 2 ** 20).toFixed(1)} MiB`),
  count: (value) => Math.round(value).toLocaleString('en-US').replaceAll(',', '\u202f'),
};

export function placeholdersIn(text: string): { readonly path: string; readonly format: string }[] {
  return [...text.matchAll(placeholder)].map(([, path, format]) => ({ path: path ?? '', format: format ?? '' }));
}

/** The text with every placeholder replaced by what is measured in `state`. */
export function measuredText(text: string, state: LabState): string {
  return text.replaceAll(placeholder, (_, path: string, format: string | undefined) => {
    const value = valueAt(state, path);
    if (value === undefined) return '–';
    if (typeof value !== 'number') return String(value as string | boolean);
    return (formats[format ?? ''] ?? String)(value);
  });
}
