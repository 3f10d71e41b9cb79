/** A soak run that finds nothing says little unless it would find something: here it must. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRandom } from '../../thread/seeded-random.ts';
import { deal } from './deck.ts';
import { soak } from './run.ts';

test('the deck of a seed is always the same, and every card comes before any comes again', () => {
  const cards = ['a', 'b', 'c', 'd', 'e'];
  const dealt = (seed: number, count: number): string[] => {
    const deck = deal(cards, createRandom(seed));
    return Array.from({ length: count }, () => deck.next().value);
  };
  expect(dealt(3, 20)).toEqual(dealt(3, 20));
  expect(dealt(3, 20)).not.toEqual(dealt(4, 20));
  expect(dealt(3, 10).slice(5).toSorted()).toEqual(cards);
});

test('without test-and-set a cut is found to leave two live VMs', { timeout: 180_000 }, async () => {
  const printed: string[] = [];
  const recordings = await mkdtemp(join(tmpdir(), 'lockstep-soak-'));
  onTestFinished(() => rm(recordings, { recursive: true }));
  const { counts } = await soak(
    {
      seed: 1,
      failures: 1,
      minutes: 10,
      only: null,
      without: ['testAndSet'],
      load: 'light',
      disk: 'shared',
      fault: 'cut-logging-both',
      patienceMs: 20_000,
      recordings,
    },
    (line) => printed.push(line),
  );
  expect(counts.violations).toBeGreaterThan(0);
  expect(printed.join('\n')).toMatch(/VIOLATION at seed 1, failure 1 \(cut-logging-both\)/);
  expect(printed.join('\n')).toContain('Broken: oneLive.');
  expect((await readdir(recordings)).length).toBeGreaterThan(0);
});
