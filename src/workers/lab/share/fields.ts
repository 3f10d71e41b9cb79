/**
 * The small grammar inside a share link's values: `rtt:20,bps:100000`. Numbers are taken only within their range.
 * Must not know what the fields mean.
 */

/** [smallest, largest, whole or any] */
export type Range = readonly [from: number, to: number, kind: 'whole' | 'any'];

/** A number within its range, or null. */
export function numberIn(text: string, [from, to, kind]: Range): number | null {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= from && value <= to)) return null;
  return kind === 'whole' && !Number.isInteger(value) ? null : value;
}

/** "a:1,b" → [["a", "1"], ["b", ""]] */
export function splitFields(text: string): [string, string][] {
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const colon = part.indexOf(':');
      return colon < 0 ? [part, ''] : [part.slice(0, colon), part.slice(colon + 1)];
    });
}

export function joinFields(fields: readonly (readonly [string, string | number])[]): string {
  return fields.map(([name, value]) => (value === '' ? name : `${name}:${value}`)).join(',');
}
