/**
 * The log entries of one recorded frame in the order in which the log has them, for people to look at. What travels is made
 * by src/ft. Must not know the channel.
 */
import type { FrameResult } from '../../ft/event.ts';
import type { Input, Output } from '../../ft/input.ts';
import type { LogEntry } from '../../ft/log-entry.ts';

/** A packet or block is shown by its beginning. */
const shownBytes = 128;

export function entriesOf(inputs: readonly Input[], result: FrameResult): LogEntry[] {
  return [
    ...inputs.map(shortened),
    ...result.slices.map((slice): LogEntry => ({ kind: 'slice-ended', ...slice })),
    ...result.randoms.map((value): LogEntry => ({ kind: 'random-drawn', value })),
    ...result.outputs.map((output): LogEntry => ({
      kind: 'output-made',
      output: output.kind,
      bytes: bytesOf(output),
      digest: 0,
    })),
    ...(result.memoryDigest === undefined ? [] : [{ kind: 'memory-hashed', digest: result.memoryDigest } as const]),
  ];
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
