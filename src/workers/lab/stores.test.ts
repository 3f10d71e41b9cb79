import { describe, expect, it } from 'vitest';
import { BoundedRing } from './bounded-ring.ts';
import { ConsoleStore } from './console-store.ts';
import { SeriesStore } from './series-store.ts';
import { TimelineStore } from './timeline-store.ts';

describe('bounded stores', () => {
  it('a ring keeps the newest and counts all', () => {
    const ring = new BoundedRing<number>(3);
    for (let item = 0; item < 8; item++) ring.push(item);
    expect([ring.total, ring.length, ring.at(0), ring.at(2), ring.at(3)]).toEqual([8, 3, 5, 7, undefined]);
    expect(ring.last(2)).toEqual([6, 7]);
  });

  it('a timeline keeps the newest 200,000 marks and forgets words with their marks', () => {
    const timeline = new TimelineStore();
    timeline.push({ lane: 'A', kind: 'crash', labMs: 0, text: 'first' });
    for (let mark = 1; mark <= timeline.capacity; mark++)
      timeline.push({ lane: 'B', kind: 'clock', labMs: mark, sequence: mark });
    expect(timeline.length).toBe(timeline.capacity);
    expect([timeline.labMs(0), timeline.text(0), timeline.sequence(timeline.length - 1)]).toEqual([
      1,
      '',
      timeline.capacity,
    ]);
    expect([timeline.lane(7), timeline.kind(7), timeline.instructions(7)]).toEqual(['B', 'clock', Number.NaN]);
  });

  it('a console keeps its last 64 KiB, tells listeners, and can start anew', () => {
    const store = new ConsoleStore();
    const heard: (number | null)[] = [];
    const stop = store.subscribe((bytes) => heard.push(bytes?.length ?? null));
    store.write(new TextEncoder().encode('a'.repeat(70_000)));
    store.write(new TextEncoder().encode('end'));
    expect([store.history().length, store.tail().length, store.tail().endsWith('aend')]).toEqual([65_536, 4096, true]);
    store.restart();
    stop();
    store.write(new Uint8Array(1));
    expect(heard).toEqual([70_000, 3, null]);
  });

  it('series drop their oldest tenth when full', () => {
    const series = new SeriesStore();
    for (let at = 0; at <= 6000; at++)
      series.push({
        labMs: at,
        logBitsPerSecond: 0,
        lagMs: 0,
        cpuLimit: 100,
        dirtyBitsPerSecond: 0,
        requestsPerSecond: 0,
      });
    expect([series.length, series.labMs[0], series.labMs[series.length - 1]]).toEqual([5401, 600, 6000]);
  });
});
