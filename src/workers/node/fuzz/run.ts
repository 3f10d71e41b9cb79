/**
 * Feeds bad input to all readers, seeded, and finds what is no answer: an error without a name, a case that takes for ever, memory
 * that runs away. Must not know the readers.
 */
import { createRandom } from '../../thread/seeded-random.ts';
import { makeCase } from './mutate.ts';
import type { FuzzTarget } from './target.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly cases: number;
  /** Only this case of that target. */
  readonly only: { readonly target: string; readonly number: number } | null;
}

export interface TargetResult {
  readonly name: string;
  cases: number;
  accepted: number;
  refused: number;
  slowestMs: number;
}

export interface Finding {
  readonly target: string;
  readonly number: number;
  readonly what: string;
  readonly input: Uint8Array;
}

export interface FuzzResult {
  readonly targets: readonly TargetResult[];
  readonly findings: readonly Finding[];
}

/** No reader needs a second for 16 KiB, on any machine. */
const patienceMs = 2000;
/** Looked at after so many cases; what was allocated in between and not yet collected is part of it. */
const casesPerLook = 256;
const memoryLimitBytes = 512 * 2 ** 20;
const mostFindings = 20;

/** Tells a watchdog where the run is, so that a case that never ends can be named. */
export type Progress = (target: number, number: number) => void;

export async function fuzz(
  targets: readonly FuzzTarget[],
  { seed, cases, only }: FuzzOptions,
  progress: Progress = () => {},
): Promise<FuzzResult> {
  const findings: Finding[] = [];
  const results: TargetResult[] = [];
  const weights = targets.reduce((sum, { weight }) => sum + weight, 0);
  for (const [index, target] of targets.entries()) {
    const result: TargetResult = { name: target.name, cases: 0, accepted: 0, refused: 0, slowestMs: 0 };
    results.push(result);
    if (only !== null && only.target !== target.name) continue;
    const last = only?.number ?? Math.ceil((cases * target.weight) / weights);
    const before = memoryNow();
    for (let number = only?.number ?? 1; number <= last && findings.length < mostFindings; number++) {
      const input = makeCase(target.samples, createRandom(seed * 7919 + index * 104_729 + number * 1_299_709));
      progress(index, number);
      const what = await tryCase(target, input, result);
      const grown = number % casesPerLook === 0 ? memoryNow() - before : 0;
      const found = what ?? (grown > memoryLimitBytes ? `memory grew by ${grown} bytes` : null);
      if (found !== null) findings.push({ target: target.name, number, what: found, input });
    }
  }
  return { targets: results, findings };
}

async function tryCase(target: FuzzTarget, input: Uint8Array, result: TargetResult): Promise<string | null> {
  const beganMs = performance.now();
  result.cases++;
  try {
    const outcome = target.decode(input);
    result[typeof outcome === 'string' ? outcome : await outcome]++;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const tookMs = performance.now() - beganMs;
  result.slowestMs = Math.max(result.slowestMs, tookMs);
  return tookMs > patienceMs ? `took ${tookMs.toFixed(0)} ms` : null;
}

function memoryNow(): number {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}
