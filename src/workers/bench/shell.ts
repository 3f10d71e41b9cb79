/**
 * A guest's shell: types a workload's command and waits for its result. Must not know what runs the guest.
 */
import { realNowMs } from '../thread/lab-clock.ts';
import type { ConsoleReader } from './console-reader.ts';
import { parseResult, type WorkResult, type Workload } from './workload.ts';

export interface Timed extends WorkResult {
  /** Real time between the command's start and its result. */
  readonly realMs: number;
}

/** On top of the time that a workload was given. Machines differ by a factor of five, and benchmarks load them fully. */
const graceMs = 30_000;
let commands = 0;
/** A shorter time than this part of what the workload was given cannot be: the console's first line came late. */
const leastPart = 0.95;

/** @throws when no result comes */
export async function runInShell(
  console: ConsoleReader,
  type: (text: string) => void,
  workload: Workload,
  seconds: number,
  serviceIp: string,
): Promise<Timed> {
  const mark = `BEGIN${++commands}`;
  const timeoutMs = seconds * 1000 + graceMs;
  const begun = console.line((line) => line === mark, timeoutMs);
  const ended = console.line((line) => parseResult(line) !== null, timeoutMs);
  // Quoted, so that the shell's echo of the command is not the mark.
  const typedAtMs = realNowMs();
  type(`echo BEG""IN${commands}; ${workload.command(seconds, serviceIp)}\n`);
  const [{ atMs: begunAtMs }, { atMs: endedAtMs, text }] = await Promise.all([begun, ended]);
  const isPossible = endedAtMs - begunAtMs >= seconds * 1000 * leastPart;
  const startedAtMs = isPossible ? begunAtMs : typedAtMs;
  return { ...parseResult(text)!, realMs: endedAtMs - startedAtMs };
}
