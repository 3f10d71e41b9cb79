/**
 * The whole of a recording at a glance: where something other than the clock was logged. Must not know how it is drawn.
 */
import type { LogEntry } from '../../ft/log-entry.ts';
import type { ReplaySummary, StripKind, StripMark } from './messages.ts';
import type { Recording } from './read-recording.ts';

/** As many places as a wide screen has pixels; two marks of a kind in one place are one. */
const places = 2000;

const kindOf: Readonly<Partial<Record<LogEntry['kind'], StripKind>>> = {
  'console-input': 'console',
  'packet-received': 'packet',
  'disk-completed': 'disk',
  controlled: 'control',
  'output-made': 'output',
  'memory-hashed': 'memory',
};

export function summaryOf({ header, batches, events }: Recording): ReplaySummary {
  const strip: StripMark[] = [];
  const seen = new Set<string>();
  for (let index = 0; index < batches.length; index++) {
    const place = Math.floor((index * places) / batches.length);
    for (const { kind } of batches.at(index).entries) {
      const mark = kindOf[kind];
      if (mark === undefined || seen.has(`${place} ${mark}`)) continue;
      seen.add(`${place} ${mark}`);
      strip.push({ at: index / batches.length, kind: mark });
    }
  }
  const isEmpty = batches.length === 0;
  return {
    header,
    fromMs: isEmpty ? 0 : batches.at(0).sentAtMs,
    toMs: isEmpty ? 0 : batches.at(batches.length - 1).sentAtMs,
    strip,
    events,
  };
}
