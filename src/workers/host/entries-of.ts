/**
 * The log entries of one recorded frame in the order in which the log has them, for people to look at. What travels is made
 * by src/ft. Must not know the channel.
 */
import type { FrameResult } from '../../ft/event.ts';
import type { Input, Output } from '../../ft/input.ts';
import type { LoggedEntry } from './messages.ts';
import type { Reporter } from './reporter.ts';

/** A packet or block is shown by its beginning. */
const shownBytes = 128;

/** Most frames of a busy guest have clock entries only, so what will not be shown is not even made. */
export function noteEntries(
  reporter: Reporter,
  place: Omit<LoggedEntry, 'entry'>,
  inputs: readonly Input[],
  { slices, randoms, outputs, memoryDigest }: FrameResult,
): void {
  for (const input of inputs) reporter.entriesMade(place, input.kind, 1, () => shortened(input));
  reporter.entriesMade(place, 'slice-ended', slices.length, (index) => ({ kind: 'slice-ended', ...slices[index]! }));
  reporter.entriesMade(place, 'random-drawn', randoms.length, (index) => ({
    kind: 'random-drawn',
    value: randoms[index]!,
  }));
  for (const output of outputs)
    reporter.entriesMade(place, 'output-made', 1, () => ({
      kind: 'output-made',
      output: output.kind,
      bytes: bytesOf(output),
      digest: 0,
    }));
  if (memoryDigest !== undefined)
    reporter.entriesMade(place, 'memory-hashed', 1, () => ({ kind: 'memory-hashed', digest: memoryDigest }));
}

function shortened(input: Input): Input {
  if (input.kind === 'disk-completed' && input.data !== null)
    return { ...input, data: input.data.slice(0, shownBytes) };
  return input;
}

function bytesOf(output: Output): number {
  if (output.kind === 'packet-sent') return output.frame.length;
  return output.request.kind === 'write' ? output.request.data.length : output.request.length;
}
