/**
 * `npm run soak`: reads what was asked for, prints what was tried and what was lost. docs/ROBUSTNESS.md explains it.
 * Must not know how faults are injected.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ruleIds } from '../../../ft/rules.ts';
import type { Load } from './ground.ts';
import { soak, soakDisks, type SoakDisk, type SoakOptions, type SoakResult } from './run.ts';

const usage = `npm run soak -- [options]
  --seed N          which failures, in which order, at which moments (default 1)
  --failures N      how many (default 40)
  --minutes M       stop after so long at the latest (default 600)
  --only K          only the K-th failure of the seed
  --fault WORD      only faults whose name contains the word
  --without RULE    with a mechanism of the paper switched off; may be repeated
  --disk KIND       shared, non-shared (paper 4.1) or backup-reads (4.2) (default shared)
  --patience S      seconds until something that must happen is taken for never (default 90)
  --load light|full full keeps the guest's processor busy as well (default full)
  --recordings DIR  where recordings of findings go (default: lockstep-soak among temporary files)
  --json            the last line is JSON`;

/** @throws Error that says what is allowed */
function optionsOf(words: readonly string[]): SoakOptions & { readonly output: 'text' | 'json' } {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: 'string', default: '1' },
      failures: { type: 'string', default: '40' },
      minutes: { type: 'string', default: '600' },
      only: { type: 'string' },
      fault: { type: 'string', default: '' },
      without: { type: 'string', multiple: true, default: [] },
      load: { type: 'string', default: 'full' },
      patience: { type: 'string', default: '90' },
      disk: { type: 'string', default: 'shared' },
      recordings: { type: 'string', default: join(tmpdir(), 'lockstep-soak') },
      json: { type: 'boolean', default: false },
    },
  });
  const unknown = values.without.find((rule) => !ruleIds.some((id) => id === rule));
  if (unknown !== undefined) throw new Error(`There is no rule ${unknown}. Rules: ${ruleIds.join(', ')}.`);
  if (values.load !== 'light' && values.load !== 'full') throw new Error('--load is light or full.');
  const disk = (Object.keys(soakDisks) as SoakDisk[]).find((id) => id === values.disk);
  if (disk === undefined) throw new Error(`--disk is one of ${Object.keys(soakDisks).join(', ')}.`);
  return {
    seed: numberOf('seed', values.seed, 0),
    failures: numberOf('failures', values.failures, 1),
    minutes: numberOf('minutes', values.minutes, 0),
    only: values.only === undefined ? null : numberOf('only', values.only, 1),
    fault: values.fault,
    without: values.without,
    recordings: values.recordings,
    patienceMs: numberOf('patience', values.patience, 1) * 1000,
    load: values.load satisfies Load,
    disk,
    output: values.json ? 'json' : 'text',
  };
}

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= least) return value;
  throw new Error(`--${name} is a number from ${least} on, not ${JSON.stringify(text)}.`);
}

function summary({ counts, tally, tried, seconds }: SoakResult): string[] {
  return [
    ...[...tried]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([id, count]) => `${String(count).padStart(4)} × ${id}`),
    `${counts.failures} failures, ${counts.failovers} failovers in ${(seconds / 60).toFixed(1)} minutes; ` +
      `${(counts.instructions / 1e9).toFixed(1)} G instructions of the live VM`,
    `${tally.requests.answered} requests answered, longest gap ${Math.round(tally.requests.longestGapMs)} ms; ` +
      `memory compared ${tally.memoryComparisons} times, the disk ${tally.diskChecks} times`,
    `${counts.violations} violations, ${counts.lostWrites} lost writes, ${counts.divergences} divergences, ` +
      `${counts.falseSuspicions} false suspicions`,
  ];
}

/** @returns the exit code: 0 when nothing was found, 1 when something was, 2 when the words were not understood */
export async function soakCommand(words: readonly string[], print: (line: string) => void): Promise<0 | 1 | 2> {
  let options: ReturnType<typeof optionsOf>;
  try {
    options = optionsOf(words);
  } catch (error) {
    print(error instanceof Error ? error.message : String(error));
    print(usage);
    return 2;
  }
  const result = await soak(options, print);
  const { failures, failovers, instructions, violations, lostWrites, divergences, falseSuspicions } = result.counts;
  for (const line of summary(result)) print(line);
  if (options.output === 'json')
    print(JSON.stringify({ failures, failovers, instructions, violations, lostWrites, divergences, falseSuspicions }));
  return violations + lostWrites + divergences + falseSuspicions === 0 ? 0 : 1;
}
