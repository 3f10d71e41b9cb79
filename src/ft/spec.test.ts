import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;

const testFiles = (readdirSync(folder, { recursive: true }) as string[]).filter(
  (file) => file.endsWith('.test.ts') && file !== 'spec.test.ts',
);

const ruleNumber = /\b(?:LE|LC|OR|FD|TS|GL|VM|EL|DK|NW|CO|DV)\d+\b/g;

/** Rule numbers at the beginning of the titles of all tests. */
const numbersInTitles = (): Map<string, string> => {
  const found = new Map<string, string>();
  for (const file of testFiles) {
    const source = readFileSync(join(folder, file), 'utf8');
    for (const [, title] of source.matchAll(/\btest(?:\.each\([^)]*\))?\(\s*['"`]([^'"`]*)/g)) {
      for (const [number] of (title ?? '').matchAll(ruleNumber)) found.set(number, file);
    }
  }
  return found;
};

const specified = new Set(
  [...readFileSync(join(folder, 'SPEC.md'), 'utf8').matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map(
    (match) => match[1] as string,
  ),
);

test('every rule of the specification has a test that carries its number', () => {
  const tested = numbersInTitles();
  expect([...specified].filter((rule) => !tested.has(rule))).toEqual([]);
});

test('no test carries the number of a rule that does not exist', () => {
  expect([...numbersInTitles()].filter(([rule]) => !specified.has(rule))).toEqual([]);
});

test('comments name rules that exist', () => {
  const sources = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts'));
  const wrong = sources.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(ruleNumber)]
      .filter(([rule]) => !specified.has(rule))
      .map(([rule]) => `${file}: ${rule}`),
  );
  expect(wrong).toEqual([]);
});

test('every rule names its section of the paper, or says that it is ours', () => {
  const lines = readFileSync(join(folder, 'SPEC.md'), 'utf8').match(/^- \*\*[A-Z]{2}\d+\*\* .*$/gm) ?? [];
  expect(lines.length).toBe(specified.size);
  expect(lines.filter((line) => !/\*\* \((?:ours|lecture|\d)/.test(line))).toEqual([]);
});
