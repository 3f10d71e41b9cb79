/**
 * A frame that the backup replayed: it must have done what the log says, in everything that can be compared. Paper
 * section 2.1; the comparison is ours, since replay of a whole machine is only as good as its check.
 */
import type { FrameResult } from '../event.ts';
import type { Output } from '../input.ts';
import type { LogEntry } from '../log-entry.ts';
import type { Batch } from '../message/message.ts';
import { applyControls } from './controls.ts';
import { halt, trace } from './emit.ts';
import { isOwn, startOperation } from './operations.ts';
import { dropOutput, forgetKeptOutputs, outputBytes, outputDigests } from './outputs.ts';
import type { Replica, RunningFrame } from './state.ts';

const hex = (value: number): string => value.toString(16).padStart(8, '0');

const differingSlices = (batch: Batch, result: FrameResult): string | null => {
  let count = 0;
  let found: string | null = null;
  for (const entry of batch.entries) {
    if (entry.kind !== 'slice-ended') continue;
    const ran = result.slices[count];
    count += 1;
    if (ran !== undefined && ran.instructions !== entry.instructions)
      found ??= `slice ${count} ran ${ran.instructions} instructions, the log has ${entry.instructions}`;
  }
  return count === result.slices.length ? found : `${result.slices.length} slices, the log has ${count}`;
};

type OutputMade = LogEntry & { kind: 'output-made' };

const describeOutput = (output: OutputMade | undefined): string =>
  output === undefined ? 'none' : `${output.output} of ${output.bytes} bytes, digest ${hex(output.digest)}`;

const madeOf = (output: Output, digest: number): OutputMade => ({
  kind: 'output-made',
  output: output.kind,
  bytes: outputBytes(output),
  digest,
});

const isSame = (output: Output, digest: number, logged: OutputMade): boolean =>
  digest === logged.digest && outputBytes(output) === logged.bytes && output.kind === logged.output;

const differingOutputs = (batch: Batch, result: FrameResult, digests: readonly number[]): string | null => {
  if (batch.outputs === 'left-out') return null;
  let count = 0;
  for (const entry of batch.entries) {
    if (entry.kind !== 'output-made') continue;
    const output = result.outputs[count];
    const digest = digests[count] as number;
    count += 1;
    if (output !== undefined && isSame(output, digest, entry)) continue;
    return `output ${count} is ${describeOutput(output && madeOf(output, digest))}, the log has ${describeOutput(entry)}`;
  }
  const more = result.outputs[count];
  if (more === undefined) return null;
  return `output ${count + 1} is ${describeOutput(madeOf(more, digests[count] as number))}, the log has none`;
};

const differingMemory = (batch: Batch, result: FrameResult): string | null => {
  if (result.memoryDigest === undefined) return null;
  const logged = batch.entries.find((entry) => entry.kind === 'memory-hashed');
  if (logged === undefined || logged.digest === result.memoryDigest) return null;
  return `memory has digest ${result.memoryDigest}, the log has ${logged.digest}`;
};

/** The first thing in which the replayed frame differs from the log, or null (DV1 to DV3). */
export const difference = (batch: Batch, result: FrameResult, digests: readonly number[]): string | null => {
  if (result.mismatch) return result.mismatch;
  const slices = differingSlices(batch, result);
  if (slices !== null) return slices;
  const outputs = differingOutputs(batch, result, digests);
  if (outputs !== null) return outputs;
  if (batch.instructions !== result.instructions)
    return `${result.instructions} instructions since boot, the log has ${batch.instructions}`;
  if (batch.registersDigest !== result.registersDigest)
    return `registers have digest ${hex(result.registersDigest)}, the log has ${hex(batch.registersDigest)}`;
  if (batch.consoleDigest !== result.consoleDigest)
    return `console output has digest ${hex(result.consoleDigest)}, the log has ${hex(batch.consoleDigest)}`;
  return differingMemory(batch, result);
};

/** The backup ran a frame from the log. */
export const replayFrame = (replica: Replica, frame: RunningFrame & { batch: Batch }, result: FrameResult): void => {
  const { batch } = frame;
  const digests = outputDigests(result.outputs);
  replica.sequence = batch.sequence;
  const found = difference(batch, result, digests);
  if (found !== null) {
    trace(replica, { kind: 'diverged', sequence: batch.sequence, what: found });
    if (replica.configuration.onDivergence === 'halt') {
      halt(replica, 'diverged', `frame ${batch.sequence}: ${found}`);
      return;
    }
  }
  if (result.memoryDigest !== undefined) replica.counters.memoryHashes += 1;
  replica.executedSequence = batch.sequence;
  replica.counters.batchesReplayed += 1;
  let index = 0;
  for (const output of result.outputs) {
    dropOutput(replica, output, digests[index] as number);
    index += 1;
    if (output.kind === 'disk-requested')
      startOperation(replica, output.request, batch.sequence, isOwn(replica, output.request) ? 'queued' : 'logged');
  }
  forgetKeptOutputs(replica, batch.releasedSequence);
  trace(replica, {
    kind: 'batch-replayed',
    sequence: batch.sequence,
    instructions: batch.instructions,
    lagMs: Math.max(0, replica.nowMs - batch.sentAtMs),
  });
  applyControls(replica, frame.logged);
  if (replica.poweredOff) halt(replica, 'powered-off', 'the VM was powered off; its backup stops too');
};
