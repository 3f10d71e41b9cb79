// The table of nondeterminism names a test for every row. A row whose test is gone is a claim without proof.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

const rows = read('NONDETERMINISM.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(1)
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );

it('has a table', () => {
  expect(rows.length).toBeGreaterThan(20);
});

it.each(rows.map((row) => [row[0]!, row]))('names an existing test for: %s', (_source, row) => {
  expect(row).toHaveLength(4);
  expect(row[2]).toMatch(/logged|derived|removed|carried|never seen/);
  const [, file, title] = /^([\w.-]+\.test\.ts): (.+)$/.exec(row[3]!) ?? [];
  const titles = [...read(file!).matchAll(/\bit\(\s*(['"])(.*?[^\\])\1,/g)].map((match) =>
    match[2]!.replaceAll("\\'", "'"),
  );
  expect(
    titles.some((found) => found.startsWith(title!)),
    `${file} has no test whose title starts with "${title}"; it has: ${titles.join('; ')}`,
  ).toBe(true);
});
