/**
 * `npm run sim -- --seed N --runs N [--rule name=off] [--json]`: many runs, failures with their seed and their shortest
 * schedule. The only file of the simulation that prints; it is bundled for Node by scripts/run-typescript.mjs.
 */
import { ruleIds } from '../rules.ts';
import type { RuleId } from '../rules.ts';
import { runOnce } from './run.ts';
import { shrink } from './shrink.ts';

/** What the command needs of the process around it. */
export interface Shell {
  readonly arguments: readonly string[];
  readonly print: (line: string) => void;
  readonly seconds: () => number;
}

interface Options {
  seed: number;
  runs: number;
  output: 'text' | 'json';
  rules: Partial<Record<RuleId, boolean>>;
}

const usage = 'usage: npm run sim -- [--seed N] [--runs N] [--rule NAME=on|off]... [--json]';

const parse = (words: readonly string[]): Options => {
  const options: Options = { seed: 1, runs: 1000, output: 'text', rules: {} };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const value = words[index + 1] ?? '';
    if (word === '--json') options.output = 'json';
    else if (word === '--seed' || word === '--runs') {
      const number = Number(value);
      if (!Number.isInteger(number) || number < 0) throw new Error(`${word} needs a whole number. ${usage}`);
      options[word === '--seed' ? 'seed' : 'runs'] = number;
      index += 1;
    } else if (word === '--rule') {
      const [name, state] = value.split('=');
      const rule = ruleIds.find((id) => id === name);
      if (rule === undefined) throw new Error(`there is no rule ${name}; rules are ${ruleIds.join(', ')}. ${usage}`);
      options.rules[rule] = state !== 'off';
      index += 1;
    } else throw new Error(`${word} is not understood. ${usage}`);
  }
  return options;
};

/** Returns the exit code: 0 when nothing was violated. */
export const simulate = (shell: Shell): 0 | 1 => {
  const { seed, runs, output, rules } = parse(shell.arguments);
  const beganAt = shell.seconds();
  let failovers = 0;
  let violations = 0;
  let frames = 0;
  for (let index = 0; index < runs; index += 1) {
    const result = runOnce({ seed: seed + index, rules });
    failovers += result.failovers;
    frames += result.frames;
    if (result.violations.length === 0) continue;
    violations += 1;
    if (violations > 10) continue;
    const shortest = shrink({ seed: result.seed, rules }, result);
    shell.print(`seed ${result.seed}: ${result.violations.map((each) => `${each.id}: ${each.evidence}`).join('; ')}`);
    for (const { atMs, fault } of shortest.schedule) shell.print(`  ${atMs} ms ${JSON.stringify(fault)}`);
  }
  const seconds = Math.round((shell.seconds() - beganAt) * 100) / 100;
  if (output === 'json') shell.print(JSON.stringify({ runs, failovers, violations, seconds }));
  else shell.print(`${runs} runs, ${frames} frames, ${failovers} failovers, ${violations} violations, ${seconds} s`);
  return violations === 0 ? 0 : 1;
};
