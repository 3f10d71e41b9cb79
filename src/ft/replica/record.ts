/**
 * A frame of the live VM becomes a batch on the log and outputs to hold. Paper sections 2.1, 2.2. Must not know how the
 * backup executes it.
 */
import type { FrameResult } from '../event.ts';
import type { Input } from '../input.ts';
import type { LogEntry } from '../log-entry.ts';
import type { Batch } from '../message/message.ts';
import type { EntryCounts } from '../trace.ts';
import { applyControls } from './controls.ts';
import { noteSent } from './cpu-share.ts';
import { send, trace } from './emit.ts';
import { outputBytes, outputDigests, takeOutput } from './outputs.ts';
import type { Replica, RunningFrame } from './state.ts';

export const countEntries = (entries: readonly LogEntry[]): EntryCounts => {
  const counts: Partial<Record<LogEntry['kind'], number>> = {};
  for (const entry of entries) counts[entry.kind] = (counts[entry.kind] ?? 0) + 1;
  return counts;
};

/** The log entries of a frame in the order in which they happened; rules that are off leave theirs out (LE1 to LE6). */
const entriesOf = (
  replica: Replica,
  inputs: readonly Input[],
  result: FrameResult,
  digests: readonly number[],
): LogEntry[] => {
  const { rules } = replica;
  const entries: LogEntry[] = [];
  for (const input of inputs) entries.push(forLog(replica, input));
  for (const slice of result.slices) {
    entries.push({
      kind: 'slice-ended',
      instructions: slice.instructions,
      clockMs: rules.clockLogging ? slice.clockMs : null,
    });
  }
  if (rules.randomLogging) for (const value of result.randoms) entries.push({ kind: 'random-drawn', value });
  if (rules.outputEntry) {
    let index = 0;
    for (const output of result.outputs) {
      const digest = digests[index] as number;
      entries.push({ kind: 'output-made', output: output.kind, bytes: outputBytes(output), digest });
      index += 1;
    }
  }
  if (result.memoryDigest !== undefined) entries.push({ kind: 'memory-hashed', digest: result.memoryDigest });
  return entries;
};

/** In backup-reads mode the log does not carry what was read: the backup reads it itself (4.2, DK8). */
const forLog = (replica: Replica, input: Input): Input =>
  input.kind === 'disk-completed' && input.data !== null && replica.configuration.disk.backupReads === 'from-disk'
    ? { ...input, data: null }
    : input;

const sendBatch = (replica: Replica, frame: RunningFrame, result: FrameResult, digests: readonly number[]): void => {
  const { peer, rules } = replica;
  if (peer === null) return;
  const batch: Batch = {
    kind: 'batch',
    generation: replica.generation,
    sequence: replica.sequence,
    entries: entriesOf(replica, frame.logged, result, digests),
    instructions: result.instructions,
    registersDigest: result.registersDigest,
    consoleDigest: result.consoleDigest,
    sentAtMs: replica.nowMs,
    randoms: rules.randomLogging ? 'logged' : 'left-out',
    outputs: rules.outputEntry ? 'logged' : 'left-out',
    releasedSequence: replica.releasedSequence,
  };
  const bytes = send(replica, peer, batch);
  replica.sent.push({ sequence: batch.sequence, bytes });
  replica.sentBytes += bytes;
  noteSent(replica, batch);
  replica.counters.batchesSent += 1;
  replica.counters.entriesSent += batch.entries.length;
  if (replica.tracing === 'sparse') return;
  trace(replica, {
    kind: 'batch-sent',
    sequence: batch.sequence,
    bytes,
    instructions: result.instructions,
    entries: countEntries(batch.entries),
  });
};

/** The live VM ran a frame. */
export const recordFrame = (replica: Replica, frame: RunningFrame, result: FrameResult): void => {
  replica.sequence += 1;
  const digests = outputDigests(result.outputs);
  if (result.memoryDigest !== undefined) replica.counters.memoryHashes += 1;
  if (replica.role === 'primary') sendBatch(replica, frame, result, digests);
  let index = 0;
  for (const output of result.outputs) {
    takeOutput(replica, output, digests[index] as number);
    index += 1;
  }
  applyControls(replica, frame.logged);
};
