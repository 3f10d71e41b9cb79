/**
 * `npm run sim -- --seed N --runs N [--jobs N] [--rule name=off] [--json]`: many runs, failures with their seed and their
 * shortest schedule. The only file of the simulation that prints; threads are the shell's affair.
 */
import { ruleIds } from '../rules.ts';
import type { RuleId } from '../rules.ts';
import { failuresShown } from './batch.ts';
import type { Batch, Work } from './batch.ts';

/** What the command needs of the process around it. */
export interface Shell {
  readonly arguments: readonly string[];
  readonly print: (line: string) => void;
  readonly seconds: () => number;
  /** Does all the work at once, each piece on a thread of its own. */
  readonly work: (pieces: readonly Work[]) => Promise<readonly Batch[]>;
}

interface Options {
  seed: number;
  runs: number;
  jobs: number;
  output: 'text' | 'json';
  rules: Partial<Record<RuleId, boolean>>;
}

const usage = `usage: npm run sim -- [--seed N] [--runs N] [--jobs N] [--rule NAME=on|off]... [--json]
One run in eight, and each with a damaged message, encodes and decodes its messages; the others hand them over.
One run in eight is watched to its end though all is well again. --jobs shares the runs among threads.`;

const wholeNumber = (word: string, value: string, least: number): number => {
  const number = Number(value);
  if (value === '' || !Number.isInteger(number) || number < least)
    throw new Error(`${word} needs a whole number, ${least} or more. ${usage}`);
  return number;
};

const parse = (words: readonly string[]): Options => {
  const options: Options = { seed: 1, runs: 1000, jobs: 1, output: 'text', rules: {} };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string;
    const value = words[index + 1] ?? '';
    if (word === '--json') {
      options.output = 'json';
      continue;
    }
    index += 1;
    if (word === '--seed' || word === '--runs')
      options[word === '--seed' ? 'seed' : 'runs'] = wholeNumber(word, value, 0);
    else if (word === '--jobs') options.jobs = wholeNumber(word, value, 1);
    else if (word === '--rule') {
      const [name, state] = value.split('=');
      const rule = ruleIds.find((id) => id === name);
      if (rule === undefined) throw new Error(`there is no rule ${name}; rules are ${ruleIds.join(', ')}. ${usage}`);
      options.rules[rule] = state !== 'off';
    } else throw new Error(`${word} is not understood. ${usage}`);
  }
  return options;
};

/** The same seeds whatever the number of jobs. */
const share = ({ seed, runs, jobs, rules }: Options): Work[] =>
  Array.from({ length: jobs }, (_, job) => {
    const from = Math.floor((runs * job) / jobs);
    return { seed: seed + from, runs: Math.floor((runs * (job + 1)) / jobs) - from, rules };
  });

/** Returns the exit code: 0 when nothing was violated. Throws an `Error` with the usage. */
export const simulate = async (shell: Shell): Promise<0 | 1> => {
  const options = parse(shell.arguments);
  const beganAt = shell.seconds();
  const batches = await shell.work(share(options));
  const seconds = Math.round((shell.seconds() - beganAt) * 100) / 100;
  const sum = (figure: 'failovers' | 'frames' | 'violations'): number =>
    batches.reduce((total, batch) => total + batch[figure], 0);
  for (const lines of batches.flatMap((batch) => batch.failures).slice(0, failuresShown)) lines.forEach(shell.print);
  const { runs } = options;
  const violations = sum('violations');
  if (options.output === 'json')
    shell.print(JSON.stringify({ runs, failovers: sum('failovers'), violations, seconds }));
  else
    shell.print(
      `${runs} runs, ${sum('frames')} frames, ${sum('failovers')} failovers, ${violations} violations, ${seconds} s`,
    );
  return violations === 0 ? 0 : 1;
};
