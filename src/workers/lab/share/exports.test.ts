/** The trace opens in Perfetto: its records have what the format demands. The log has one line for each entry. */
import { describe, expect, it } from 'vitest';
import { BoundedRing } from '../bounded-ring.ts';
import type { LogRow } from '../model.ts';
import { SeriesStore } from '../series-store.ts';
import { TimelineStore } from '../timeline-store.ts';
import { chromeTrace } from './chrome-trace.ts';
import { logText } from './log-text.ts';

interface TraceRecord {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly id?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

describe('the trace', () => {
  const timeline = new TimelineStore();
  timeline.push({ lane: 'A', kind: 'packet', labMs: 10, instructions: 500, sequence: 3, generation: 1 });
  timeline.push({ lane: 'A', kind: 'acknowledged', labMs: 12.5, sequence: 3, generation: 1 });
  timeline.push({ lane: 'A', kind: 'clock', labMs: 13, sequence: 4, generation: 1 });
  timeline.push({ lane: 'storage', kind: 'write', labMs: 11, text: 'B: "quoted"' });
  const series = new SeriesStore();
  series.push({
    labMs: 100,
    logBitsPerSecond: 5,
    lagMs: Number.NaN,
    cpuLimit: 100,
    dirtyBitsPerSecond: 0,
    requestsPerSecond: 4,
  });
  const text = chromeTrace(timeline, series, [
    { number: 1, labMs: 14, source: 'A', kind: 'crash', text: 'Host A crashed.' },
  ]);
  const { traceEvents } = JSON.parse(text) as { traceEvents: TraceRecord[] };

  it('has a named track for every lane, in microseconds of lab time', () => {
    const tracks = new Set(traceEvents.filter(({ name }) => name === 'thread_name').map(({ tid }) => tid));
    for (const { ph, tid, ts } of traceEvents.filter((record) => record.ph !== 'M')) {
      expect(ts).toBeGreaterThanOrEqual(10_000);
      if (ph !== 'C') expect(tracks.has(tid)).toBe(true);
    }
    expect(traceEvents).toContainEqual(
      expect.objectContaining({ name: 'write', ts: 11_000, args: { text: 'B: "quoted"' } }),
    );
  });

  it('spans a batch from when it was sent until its acknowledgment, and only then', () => {
    const spans = traceEvents.filter(({ ph }) => ph === 'b' || ph === 'e').map(({ ph, id, ts }) => [ph, id, ts]);
    expect(spans).toEqual([
      ['b', '1.3', 10_000],
      ['e', '1.3', 12_500],
    ]);
  });

  it('leaves out of a counter what was not measured', () => {
    expect(traceEvents.filter(({ ph }) => ph === 'C').map(({ name }) => name)).toEqual(['Log bits/s', 'Requests/s']);
  });
});

describe('the log as text', () => {
  it('has a line for each entry, with its bytes', () => {
    const log = new BoundedRing<LogRow>(4);
    const row = { id: 1, generation: 2, sequence: 7, labMs: 1.5, instructions: 900, bytes: 5 };
    log.push({ ...row, entry: { kind: 'console-input', port: 0, bytes: Uint8Array.of(0x6c, 0x0a) } });
    log.push({ ...row, entry: { kind: 'packet-received', frame: new Uint8Array(100) } });
    const lines = logText(log)
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(lines[0]).toBe('1.500\t2.7\t900\tconsole-input\tport 0, 6c0a');
    expect(lines[1]).toMatch(/packet-received\t100 bytes, (00){64}…$/);
    expect(lines).toHaveLength(2);
  });
});
