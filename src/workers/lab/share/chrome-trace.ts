/**
 * The timeline in Chrome's trace format, which Perfetto (ui.perfetto.dev) and chrome://tracing open: one track per lane, the
 * counters of the charts, every event with its sentence. Times are lab time. Must not know how it is saved.
 */
import type { LabEvent } from '../lab.ts';
import { laneIds, type LaneId, type Series, type Timeline } from '../model.ts';

const lanes: Readonly<Record<LaneId, string>> = {
  A: 'Host A',
  B: 'Host B',
  C: 'Host C',
  client: 'Client',
  storage: 'Shared storage',
};
const processId = 1;
const eventsTrack = laneIds.length + 1;
/** Marks of batches on their way: from when one was sent until it was acknowledged. */
const lastingKinds = new Set(['clock', 'random', 'console', 'packet', 'disk', 'control', 'output']);

type TraceRecord = Readonly<Record<string, unknown>>;

export function chromeTrace(timeline: Timeline, series: Series, events: readonly LabEvent[]): string {
  const records: TraceRecord[] = [
    metadata('process_name', 0, 'Lockstep'),
    ...laneIds.map((lane, index) => metadata('thread_name', index + 1, lanes[lane])),
    metadata('thread_name', eventsTrack, 'Events'),
    ...marks(timeline),
    ...counters(series),
    ...events.map(eventRecord),
  ];
  return `{"displayTimeUnit":"ms","traceEvents":[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]}\n`;
}

function metadata(name: string, track: number, text: string): TraceRecord {
  return { ph: 'M', name, pid: processId, tid: track, args: { name: text } };
}

function marks(timeline: Timeline): TraceRecord[] {
  const acknowledged = new Map<string, number>();
  for (let index = 0; index < timeline.length; index++)
    if (timeline.kind(index) === 'acknowledged') acknowledged.set(batchOf(timeline, index), timeline.labMs(index));
  return Array.from({ length: timeline.length }, (_, index) => index).flatMap((index): TraceRecord[] => {
    const lane = timeline.lane(index);
    const kind = timeline.kind(index);
    const sequence = timeline.sequence(index);
    const instructions = timeline.instructions(index);
    const labMs = timeline.labMs(index);
    const until = lastingKinds.has(kind) && sequence >= 0 ? acknowledged.get(batchOf(timeline, index)) : undefined;
    const args = {
      ...(sequence < 0 ? {} : { batch: `${timeline.generation(index)}.${sequence}` }),
      ...(Number.isNaN(instructions) ? {} : { instructions }),
      ...(timeline.text(index) === '' ? {} : { text: timeline.text(index) }),
    };
    const place = { cat: lane, pid: processId, tid: laneIds.indexOf(lane) + 1 };
    const mark = { ...place, ph: 'i', s: 't', name: kind, ts: labMs * 1000, args };
    if (until === undefined || until <= labMs) return [mark];
    // Batches overlap on their way, so they are asynchronous spans: slices of one track must nest.
    const span = { ...place, cat: 'batch', name: `batch, ${kind}`, id: args.batch };
    return [mark, { ...span, ph: 'b', ts: labMs * 1000 }, { ...span, ph: 'e', ts: until * 1000 }];
  });
}

function batchOf(timeline: Timeline, index: number): string {
  return `${timeline.generation(index)}.${timeline.sequence(index)}`;
}

function counters({ length, labMs, logBitsPerSecond, lagMs, requestsPerSecond }: Series): TraceRecord[] {
  const tracks = [
    ['Log bits/s', logBitsPerSecond],
    ['Execution lag ms', lagMs],
    ['Requests/s', requestsPerSecond],
  ] as const;
  const records: TraceRecord[] = [];
  for (const [name, values] of tracks)
    for (let index = 0; index < length; index++)
      if (Number.isFinite(values[index]))
        records.push({ ph: 'C', name, pid: processId, ts: labMs[index]! * 1000, args: { value: values[index] } });
  return records;
}

function eventRecord({ number, labMs, source, kind, text }: LabEvent): TraceRecord {
  return {
    ph: 'i',
    s: 'p',
    name: kind,
    cat: source,
    pid: processId,
    tid: eventsTrack,
    ts: labMs * 1000,
    args: { number, source, text },
  };
}
