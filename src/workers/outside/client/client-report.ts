/**
 * What the client's application says on the second serial port, one line each. guest/README.md lists the lines.
 * The bytes come from a guest, so anything may be in them. Must not know what becomes of a report.
 */

export type ClientReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'connected'; readonly connection: number }
  | { readonly kind: 'disconnected'; readonly connection: number; readonly reason: string }
  /** Written before the request is sent, so its time is never later than the request itself. */
  | { readonly kind: 'requested'; readonly id: number; readonly connection: number; readonly text: string }
  | { readonly kind: 'replied'; readonly id: number; readonly connection: number; readonly text: string }
  | { readonly kind: 'datagram-sent'; readonly id: number; readonly text: string }
  | { readonly kind: 'datagram-received'; readonly id: number; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** The client has no more, so a report of another one is none: a guest that makes them up fills no memory. */
const connectionCapacity = 16;

/** @returns null for a line that is no report. */
export function parseClientReport(line: string): ClientReport | null {
  const [kind, ...words] = line.split(' ');
  const number = (at: number): number => (/^\d{1,10}$/.test(words[at] ?? '') ? Number(words[at]) : NaN);
  const text = (from: number): string => words.slice(from).join(' ');
  const valid = (report: ClientReport, ...numbers: number[]): ClientReport | null =>
    numbers.some(Number.isNaN) ? null : report;
  const connection = (at: number): number => (number(at) < connectionCapacity ? number(at) : NaN);
  const first = number(0);
  switch (kind) {
    case 'I':
      return words[0] === 'ready' ? { kind: 'ready' } : null;
    case 'C':
      return valid({ kind: 'connected', connection: connection(0) }, connection(0));
    case 'X':
      return valid({ kind: 'disconnected', connection: connection(0), reason: text(1) }, connection(0));
    case 'Q':
      return valid({ kind: 'requested', id: first, connection: connection(1), text: text(2) }, first, connection(1));
    case 'R':
      return valid({ kind: 'replied', id: first, connection: connection(1), text: text(2) }, first, connection(1));
    case 'V':
      return valid({ kind: 'datagram-sent', id: first, text: text(1) }, first);
    case 'U':
      return valid({ kind: 'datagram-received', id: first, text: text(1) }, first);
    case 'E':
      return { kind: 'refused', reason: text(0) };
    default:
      return null;
  }
}

/** A line that is longer than this is no report; the rest of it is skipped. */
const longestLine = 512;

/** Puts lines together from single bytes. Carriage returns, which a terminal line may add, are left out. */
export class LineReader {
  private text = '';

  /** @returns the line that this byte ended, or null. */
  take(byte: number): string | null {
    if (byte === 10) {
      const line = this.text;
      this.text = '';
      return line;
    }
    if (byte !== 13 && this.text.length < longestLine) this.text += String.fromCharCode(byte);
    return null;
  }
}
