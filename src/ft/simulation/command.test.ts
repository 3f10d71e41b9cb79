import { expect, test } from 'vitest';
import { runBatch } from './batch.ts';
import type { Work } from './batch.ts';
import { simulate } from './command.ts';

const run = async (...words: string[]): Promise<{ code: number; lines: string[]; pieces: Work[] }> => {
  const lines: string[] = [];
  const pieces: Work[] = [];
  const code = await simulate({
    arguments: words,
    print: (line) => lines.push(line),
    seconds: () => 0,
    work: (all) => {
      pieces.push(...all);
      return Promise.resolve(all.map(runBatch));
    },
  });
  return { code, lines, pieces };
};

test('the last line with --json is the summary', async () => {
  const { code, lines } = await run('--seed', '1', '--runs', '3', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ runs: 3, violations: 0, seconds: 0 });
});

test('jobs share the seeds, and come to the same result', async () => {
  const alone = await run('--seed', '5', '--runs', '7');
  const shared = await run('--seed', '5', '--runs', '7', '--jobs', '3');
  expect(shared.pieces.map(({ seed, runs }) => [seed, runs])).toEqual([
    [5, 2],
    [7, 2],
    [9, 3],
  ]);
  expect(shared.lines).toEqual(alone.lines);
});

test('a failure is printed with its seed and its schedule, and the exit code tells', async () => {
  const { code, lines } = await run('--runs', '1', '--rule', 'outputRule=off');
  expect(code).toBe(1);
  expect(lines[0]).toContain('seed 1: outputAcknowledged');
});

test.each([[['--runs', 'many']], [['--jobs', '0']], [['--rule', 'gravity=off']], [['--loud']]])(
  'what is not understood is refused with the usage: %j',
  async (words) => {
    await expect(run(...words)).rejects.toThrow('usage: npm run sim');
  },
);
