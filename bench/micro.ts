/**
 * Single parts, under Node, each in a loop of its own: what a slice, a log entry, a digest, a snapshot, an acknowledgment
 * and a report cost. Figures are of this thread's processor time where nothing waits.
 */
import { deserialize, serialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { guestDisk, guestOptions, prompt } from '../src/emulator/testing/guest-options.ts';
import { RecordedMachine } from '../src/emulator/testing/lockstep.ts';
import type { LogEntry } from '../src/ft/log-entry.ts';
import { decodeMessage, encodeMessage } from '../src/ft/message/codec.ts';
import type { Batch } from '../src/ft/message/message.ts';
import { Reporter } from '../src/workers/host/reporter.ts';
import { median } from '../src/workers/bench/statistics.ts';

export interface MicroRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const trials = 7;

/** Milliseconds that one call takes, the median of a few trials of `times` calls. */
function timed(times: number, action: () => void): number {
  action();
  const taken: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const startedMs = performance.now();
    for (let call = 0; call < times; call++) action();
    taken.push((performance.now() - startedMs) / times);
  }
  return median(taken)!;
}

async function timedAsync(action: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const startedMs = performance.now();
    await action();
    taken.push(performance.now() - startedMs);
  }
  return median(taken)!;
}

/** What a frame of a busy guest puts on the log. */
function busyBatch(): Batch {
  const entries: LogEntry[] = Array.from({ length: 5 }, (_, slice) => ({
    kind: 'slice-ended',
    instructions: 100_000 + slice * 7,
    clockMs: 5_000 + slice / 5,
  }));
  return {
    kind: 'batch',
    generation: 1,
    sequence: 5_000,
    entries,
    instructions: 3_000_000_000,
    registersDigest: 0x89abcdef,
    consoleDigest: 0x01234567,
    sentAtMs: 6_000.123,
    randoms: 'logged',
    outputs: 'logged',
    releasedSequence: 4_999,
  };
}

function codecRows(): MicroRow[] {
  const batch = busyBatch();
  const bytes = encodeMessage(batch);
  const one = encodeMessage({ ...batch, entries: batch.entries.slice(0, 1) });
  const perEntry = (bytes.length - one.length) / (batch.entries.length - 1);
  return [
    { name: 'Clock entry on the log', value: perEntry, unit: 'bytes' },
    { name: 'Batch of 5 clock entries on the log', value: bytes.length, unit: 'bytes' },
    { name: 'Encoding it', value: timed(20_000, () => encodeMessage(batch)) * 1e3, unit: 'µs' },
    { name: 'Decoding it', value: timed(20_000, () => decodeMessage(bytes, 'verify')) * 1e3, unit: 'µs' },
  ];
}

async function machineRows(): Promise<MicroRow[]> {
  const options = await guestOptions();
  const recorded = await RecordedMachine.start(options, await guestDisk());
  recorded.runUntil(prompt);
  recorded.deliver({ kind: 'controlled', control: { kind: 'jit-switched-on' } });
  recorded.type('work cpu 600\n');
  const warmUntilMs = performance.now() + 2_000;
  while (performance.now() < warmUntilMs) recorded.frame();
  const { machine } = recorded;
  const slicesOf = (milliseconds: number): number => {
    const untilMs = performance.now() + milliseconds;
    let slices = 0;
    while (performance.now() < untilMs) slices += recorded.frame().entries.length;
    return slices;
  };
  const measuredMs = 2_000;
  const before = machine.instructions;
  const slices = slicesOf(measuredMs);
  const instructions = machine.instructions - before;
  const rows: MicroRow[] = [
    { name: 'Busy guest, recording', value: (slices * 1000) / measuredMs, unit: 'slices/s' },
    { name: 'Busy guest, recording', value: instructions / measuredMs / 1000, unit: 'million instructions/s' },
    { name: 'Digest of the registers', value: timed(2_000, () => machine.registersDigest()) * 1e3, unit: 'µs' },
    { name: 'Digest of all RAM', value: timed(3, () => machine.memoryDigest()), unit: 'ms' },
    { name: 'Digests of all pages', value: timed(2, () => machine.pageDigests()), unit: 'ms' },
  ];
  while (!machine.quiescent) recorded.frame();
  const snapshot = await machine.snapshot();
  rows.push(
    { name: 'Snapshot', value: await timedAsync(async () => machine.snapshot()), unit: 'ms' },
    { name: 'Snapshot', value: snapshot.state.byteLength / 2 ** 20, unit: 'MiB' },
    {
      name: 'Machine from a snapshot',
      value: await timedAsync(async () => {
        const { machine: clone } = await RecordedMachine.start(options, recorded.disk, snapshot);
        clone.destroy();
      }),
      unit: 'ms',
    },
  );
  machine.destroy();
  return rows;
}

/** A report as full as it gets: what the host pays for it, and what the page pays to take it in. */
function reportRows(): MicroRow[] {
  const fill = (reporter: Reporter): void => {
    for (let sequence = 0; sequence < 33; sequence++) {
      const place = { generation: 1, sequence, atMs: 1_000 + sequence, instructions: 1e9 + sequence };
      const slices = busyBatch().entries;
      reporter.entriesMade(place, 'slice-ended', slices.length, (index) => slices[index]!);
      const entries = { 'slice-ended': 5 };
      reporter.trace(place.atMs, 1, { kind: 'batch-sent', sequence, bytes: 60, instructions: 1e9, entries });
      reporter.trace(place.atMs, 1, {
        kind: 'acknowledgment-received',
        receivedSequence: sequence,
        executedSequence: sequence,
      });
    }
  };
  const reporter = new Reporter();
  fill(reporter);
  const report = reporter.take();
  const bytes = serialize(report);
  return [
    {
      name: 'Report of 33 busy frames: collecting',
      value: timed(200, () => {
        fill(reporter);
        reporter.take();
      }),
      unit: 'ms',
    },
    { name: 'Report of 33 busy frames: writing', value: timed(200, () => serialize(report)), unit: 'ms' },
    { name: 'Report of 33 busy frames: reading', value: timed(200, () => void deserialize(bytes)), unit: 'ms' },
    { name: 'Report of 33 busy frames', value: bytes.length / 1024, unit: 'KiB' },
  ];
}

/** A message to another thread and its answer, as a batch and its acknowledgment travel. */
async function roundTripRows(): Promise<MicroRow[]> {
  const answer = `const { parentPort } = require('node:worker_threads');
    parentPort.on('message', (message) => parentPort.postMessage(message));`;
  const worker = new Worker(answer, { eval: true });
  const bytes = encodeMessage(busyBatch());
  const trip = async (): Promise<void> =>
    new Promise((resolve) => {
      worker.once('message', () => resolve());
      worker.postMessage({ kind: 'bytes', bytes });
    });
  await trip();
  const taken: number[] = [];
  for (let trips = 0; trips < 2_000; trips++) {
    const startedMs = performance.now();
    await trip();
    taken.push(performance.now() - startedMs);
  }
  await worker.terminate();
  return [{ name: 'Message to another thread and back', value: median(taken)! * 1e3, unit: 'µs' }];
}

export async function runMicro(): Promise<MicroRow[]> {
  return [...codecRows(), ...(await machineRows()), ...reportRows(), ...(await roundTripRows())];
}
