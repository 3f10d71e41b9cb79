/** `npm run fuzz`: reads what was asked for, prints what was tried and found. Must not know the readers. */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { typescriptFlags } from '../threads.ts';
import { fuzz, type FuzzOptions, type FuzzResult } from './run.ts';
import { allTargets } from './targets.ts';

const usage = `npm run fuzz -- [options]
  --seed N           which cases (default 1)
  --cases N          how many, over all readers (default 1000000)
  --only NAME:N      the N-th case of the reader with that name
  --json             the last line is JSON`;
const shownBytes = 200;

function optionsOf(words: readonly string[]): FuzzOptions & { readonly output: 'text' | 'json' } {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: 'string', default: '1' },
      cases: { type: 'string', default: '1000000' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const only = /^(.*):(\d+)$/.exec(values.only ?? '');
  if (values.only !== undefined && only === null) throw new Error('--only needs a name and a number.');
  return {
    seed: numberOf('seed', values.seed),
    cases: numberOf('cases', values.cases),
    only: only === null ? null : { target: only[1]!, number: Number(only[2]) },
    output: values.json ? 'json' : 'text',
  };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${name} is a whole number, not ${JSON.stringify(text)}.`);
}

function print(result: FuzzResult, seed: number, line: (text: string) => void): void {
  for (const { name, cases, accepted, refused, slowestMs } of result.targets)
    line(
      `${String(cases).padStart(8)} ${name}: ${accepted} accepted, ${refused} refused, slowest ${slowestMs.toFixed(1)} ms`,
    );
  for (const { target, number, what, input } of result.findings) {
    line(`FOUND in ${target}, case ${number}: ${what}`);
    line(`  ${input.length} bytes: ${Buffer.from(input.subarray(0, shownBytes)).toString('hex')}`);
    line(`  Again: npm run fuzz -- --seed ${seed} --only "${target}:${number}"`);
  }
}

/** @returns the exit code: 0 when nothing was found */
export async function fuzzCommand(words: readonly string[], line: (text: string) => void): Promise<0 | 1 | 2> {
  let options: ReturnType<typeof optionsOf>;
  try {
    options = optionsOf(words);
  } catch (error) {
    line(error instanceof Error ? error.message : String(error));
    line(usage);
    return 2;
  }
  const targets = await allTargets();
  const place = new Int32Array(new SharedArrayBuffer(8));
  const watchdog = new Worker(new URL('watchdog.worker.ts', import.meta.url), {
    execArgv: [...typescriptFlags],
    workerData: { place, names: targets.map(({ name }) => name) },
  });
  const beganMs = performance.now();
  const result = await fuzz(targets, options, (target, number) => {
    Atomics.store(place, 0, target);
    Atomics.store(place, 1, number);
  });
  await watchdog.terminate();
  const seconds = Math.round((performance.now() - beganMs) / 100) / 10;
  print(result, options.seed, line);
  const cases = result.targets.reduce((sum, target) => sum + target.cases, 0);
  const found = result.findings.length;
  line(
    options.output === 'json'
      ? JSON.stringify({ cases, found, seconds })
      : `${cases} cases, ${found} found, ${seconds} s`,
  );
  return found === 0 ? 0 : 1;
}
