import { expect, test } from 'vitest';
import { simulate } from './command.ts';

const run = (...words: string[]): { code: number; lines: string[] } => {
  const lines: string[] = [];
  const code = simulate({ arguments: words, print: (line) => lines.push(line), seconds: () => 0 });
  return { code, lines };
};

test('the last line with --json is the summary', () => {
  const { code, lines } = run('--seed', '1', '--runs', '3', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ runs: 3, violations: 0, seconds: 0 });
});

test('a failure is printed with its seed and its schedule, and the exit code tells', () => {
  const { code, lines } = run('--runs', '1', '--rule', 'outputRule=off');
  expect(code).toBe(1);
  expect(lines[0]).toContain('seed 1: outputAcknowledged');
});

test.each([[['--runs', 'many']], [['--rule', 'gravity=off']], [['--loud']]])(
  'what is not understood is refused with the usage: %j',
  (words) => {
    expect(() => run(...words)).toThrow('usage: npm run sim');
  },
);
