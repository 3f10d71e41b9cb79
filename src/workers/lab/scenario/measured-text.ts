/**
 * Texts of scenarios with what was measured in them: `{client.longestGapMs|ms}` is a value of the state, `{event:went-live}`
 * the sentence of the last such event since the lesson began. Must not know markup or the page.
 */
import type { LabEvent, LabState } from '../lab.ts';
import { valueAt } from './state-path.ts';

const valuePlaceholder = /\{([A-Za-z][\w.-]*)(?:\|(\w+))?\}/g;
const eventPlaceholder = /\{event:([\w-]+)\}/g;
const thinSpace = '\u202f';

const formats: Readonly<Record<string, (value: number) => string>> = {
  ms: (value) => {
    if (value < 10) return `${value.toFixed(1)} ms`;
    return value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
  },
  bits: (value) =>
    value < 1e6 ? `${Math.round(value / 1000)} kbit/s` : `${(value / 1e6).toFixed(value < 1e7 ? 1 : 0)} Mbit/s`,
  bytes: (value) => (value < 2 ** 20 ? `${Math.round(value / 1024)} KiB` : `${(value / 2 ** 20).toFixed(1)} MiB`),
  percent: (value) => `${Math.round(value)} %`,
  count: (value) => Math.round(value).toLocaleString('en-US').replaceAll(',', thinSpace),
};

export function placeholdersIn(text: string): { readonly path: string; readonly format: string }[] {
  return [...text.matchAll(valuePlaceholder)].map(([, path, format]) => ({ path: path ?? '', format: format ?? '' }));
}

/** What is wrong with a placeholder's format, or null. */
export function faultInFormat(format: string): string | null {
  if (format === '' || Object.hasOwn(formats, format)) return null;
  return `there is no format “${format}”; allowed: ${Object.keys(formats).join(', ')}`;
}

/** The text with every placeholder replaced by what is measured in `state` or told by `events`. */
export function measuredText(text: string, state: LabState, events: readonly LabEvent[]): string {
  return text
    .replaceAll(valuePlaceholder, (_, path: string, format: string | undefined) => {
      const value = valueAt(state, path);
      if (typeof value === 'number') return (formats[format ?? ''] ?? String)(value);
      return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '–';
    })
    .replaceAll(eventPlaceholder, (_, kind: string) => events.findLast((event) => event.kind === kind)?.text ?? '');
}
