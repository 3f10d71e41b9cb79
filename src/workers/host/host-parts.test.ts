import { describe, expect, it } from 'vitest';
import { LabClock } from '../thread/lab-clock.ts';
import { ConsoleTap } from './console-tap.ts';
import { InputQueue } from './input-queue.ts';
import { Pacer } from './pacer.ts';
import { Reporter } from './reporter.ts';
import { RecordingSource, ReplayingSource } from './sources.ts';

const stillClock = () => new LabClock({ labMs: 5, realMs: 0, speed: 1, paused: false }, () => 0);

describe('pacer', () => {
  it('owes a share until it is worth a timer', () => {
    const pacer = new Pacer();
    pacer.share = 50;
    for (let frame = 0; frame < 3; frame++) pacer.frameRan(10, 1);
    expect(pacer.earliestMs).toBe(0);
    pacer.frameRan(10, 1);
    expect(pacer.earliestMs).toBe(14);
  });

  it('owes nothing at a full share', () => {
    const pacer = new Pacer();
    pacer.frameRan(10, 100);
    expect(pacer.earliestMs).toBe(0);
  });
});

describe('input queue', () => {
  it('gives what fits, in order, and keeps the rest', () => {
    const queue = new InputQueue();
    queue.type(Uint8Array.from([1, 2, 3]));
    queue.receive(Uint8Array.of(9));
    expect(queue.take({ consoleBytes: 2, packets: 0 })).toEqual([
      { kind: 'console-input', port: 0, bytes: Uint8Array.of(1, 2) },
    ]);
    expect(queue.take({ consoleBytes: 16, packets: 4 }).map(({ kind }) => kind)).toEqual([
      'console-input',
      'packet-received',
    ]);
    expect(queue.isEmpty).toBe(true);
  });

  it('refuses keys and drops packets when full', () => {
    const queue = new InputQueue();
    queue.type(new Uint8Array(70_000));
    for (let packet = 0; packet < 600; packet++) queue.receive(new Uint8Array(1));
    expect([queue.refusedBytes, queue.droppedPackets]).toEqual([70_000 - 65_536, 88]);
  });
});

describe('console tap', () => {
  it('digests both ports, shows the first, and hands its screen on', () => {
    const tap = new ConsoleTap();
    for (const byte of [104, 105]) tap.written(0, byte);
    const { digest } = tap;
    tap.written(1, 105);
    expect(tap.digest).not.toBe(digest);
    expect(tap.take().bytes).toEqual(Uint8Array.of(104, 105));
    const moved = new ConsoleTap();
    moved.restart({ digest: tap.digest, tail: tap.lastBytes() });
    expect([moved.digest, moved.take().restarted]).toEqual([tap.digest, Uint8Array.of(104, 105)]);
  });

  it('counts what a flood leaves out', () => {
    const tap = new ConsoleTap();
    for (let byte = 0; byte < 300_000; byte++) tap.written(0, 65);
    const { bytes, skippedBytes } = tap.take();
    expect([bytes.length, skippedBytes]).toEqual([262_144, 300_000 - 262_144]);
  });
});

describe('sources', () => {
  it('a replay gives the logged clock and random numbers, and tells what was not drawn', () => {
    const source = new ReplayingSource(
      { slices: [{ instructions: 100, clockMs: 7 }], randoms: [3, 4] },
      new RecordingSource(stillClock()),
    );
    expect([source.sliceEnded(100, 6), source.randomDrawn(), source.finish()]).toEqual([
      7,
      3,
      'a logged random number was not drawn',
    ]);
    expect(source.done).toEqual({ slices: [{ instructions: 100, clockMs: 7 }], randoms: [3] });
  });

  it('a replay that runs on ends its frame and names the number it had to make up', () => {
    const source = new ReplayingSource({ slices: [], randoms: [] }, new RecordingSource(stillClock()));
    expect(source.sliceEnded(1, 10)).toBeGreaterThan(11);
    source.randomDrawn();
    expect(source.finish()).toMatch(/not in the log/);
  });

  it('a recording samples lab time and never runs backwards', () => {
    const source = new RecordingSource(stillClock());
    expect([source.sliceEnded(10, 1), source.sliceEnded(10, 8)]).toEqual([5, 8]);
    expect(source.take().slices.length).toBe(2);
    expect(source.take().slices.length).toBe(0);
  });
});

describe('sources in slow motion', () => {
  it('a clock that was read many times within a slice is not set back, and replays to the last bit', () => {
    const clock = new LabClock({ labMs: 5, realMs: 0, speed: 0.01, paused: true }, () => 0);
    const recording = new RecordingSource(clock);
    const readings = [5.0007, 5.1239, 7.0001];
    const recorded = readings.map((clockMs) => recording.sliceEnded(1, clockMs));
    for (const [index, clockMs] of readings.entries()) expect(recorded[index]).toBeGreaterThanOrEqual(clockMs);
    const replaying = new ReplayingSource({ slices: recording.take().slices, randoms: [] }, new RecordingSource(clock));
    expect(readings.map((clockMs) => replaying.sliceEnded(1, clockMs))).toEqual(recorded);
  });
});

describe('reporter', () => {
  it('keeps rare traces when frequent ones flood, and says how many it left out', () => {
    const reporter = new Reporter();
    for (let batch = 0; batch < 700; batch++) reporter.trace(0, 1, { kind: 'heartbeat-sent', peer: 'B' });
    reporter.trace(0, 1, { kind: 'location-announced' });
    const { traces, skippedTraces } = reporter.take();
    expect([traces.length, traces.at(-1)?.event.kind, skippedTraces]).toEqual([601, 'location-announced', 100]);
    expect(reporter.hasNews).toBe(false);
  });

  it('keeps other entries when clock samples flood', () => {
    const reporter = new Reporter();
    const place = { generation: 1, sequence: 1, atMs: 0, instructions: 1 };
    for (let slice = 0; slice < 200; slice++)
      reporter.entriesMade(place, 'slice-ended', 1, () => ({ kind: 'slice-ended', instructions: 1, clockMs: 1 }));
    reporter.entriesMade(place, 'random-drawn', 1, () => ({ kind: 'random-drawn', value: 1 }));
    const { entries, entryCounts, skippedEntries } = reporter.take();
    expect([entries.length, entries.at(-1)?.entry.kind, skippedEntries]).toEqual([21, 'random-drawn', 180]);
    expect(entryCounts).toEqual({ 'slice-ended': 200, 'random-drawn': 1 });
  });
});
