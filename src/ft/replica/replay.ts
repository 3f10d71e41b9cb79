/**
 * A frame that the backup replayed: it must have done what the log says, in everything that can be compared. Paper
 * section 2.1; the comparison is ours, since replay of a whole machine is only as good as its check.
 */
import type { FrameResult } from '../event.ts';
import type { LogEntry } from '../log-entry.ts';
import type { Batch } from '../message/message.ts';
import { applyControls } from './controls.ts';
import { halt, trace } from './emit.ts';
import { isOwn, startOperation } from './operations.ts';
import { dropOutput, forgetKeptOutputs, outputBytes, outputDigest } from './outputs.ts';
import type { Replica, RunningFrame } from './state.ts';

const hex = (value: number): string => value.toString(16).padStart(8, '0');

const differingSlices = (batch: Batch, result: FrameResult): string | null => {
  const logged = batch.entries.filter((entry) => entry.kind === 'slice-ended');
  if (logged.length !== result.slices.length) return `${result.slices.length} slices, the log has ${logged.length}`;
  const index = logged.findIndex((entry, position) => entry.instructions !== result.slices[position]?.instructions);
  if (index < 0) return null;
  return `slice ${index + 1} ran ${result.slices[index]?.instructions} instructions, the log has ${logged[index]?.instructions}`;
};

type OutputMade = LogEntry & { kind: 'output-made' };

const describeOutput = (output: OutputMade | undefined): string =>
  output === undefined ? 'none' : `${output.output} of ${output.bytes} bytes, digest ${hex(output.digest)}`;

const isSame = (a: OutputMade | undefined, b: OutputMade | undefined): boolean =>
  a !== undefined && b !== undefined && a.digest === b.digest && a.bytes === b.bytes && a.output === b.output;

const differingOutputs = (batch: Batch, result: FrameResult, digests: readonly number[]): string | null => {
  if (batch.outputs === 'left-out') return null;
  const logged = batch.entries.filter((entry) => entry.kind === 'output-made');
  for (let index = 0; index < Math.max(logged.length, result.outputs.length); index += 1) {
    const output = result.outputs[index];
    const made: OutputMade | undefined = output && {
      kind: 'output-made',
      output: output.kind,
      bytes: outputBytes(output),
      digest: digests[index] as number,
    };
    if (isSame(made, logged[index])) continue;
    return `output ${index + 1} is ${describeOutput(made)}, the log has ${describeOutput(logged[index])}`;
  }
  return null;
};

const differingMemory = (batch: Batch, result: FrameResult): string | null => {
  const logged = batch.entries.find((entry) => entry.kind === 'memory-hashed');
  if (logged === undefined || result.memoryDigest === undefined || logged.digest === result.memoryDigest) return null;
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
  const digests = result.outputs.map(outputDigest);
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
  result.outputs.forEach((output, index) => {
    dropOutput(replica, output, digests[index] as number);
    if (output.kind === 'disk-requested')
      startOperation(replica, output.request, batch.sequence, isOwn(replica, output.request) ? 'queued' : 'logged');
  });
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
