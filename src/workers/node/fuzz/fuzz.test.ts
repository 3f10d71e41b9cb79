/** A small part of `npm run fuzz`, so that a reader that breaks is noticed at once. */
import { expect, test } from 'vitest';
import { fuzz } from './run.ts';
import { allTargets } from './targets.ts';

test('bad input is refused by every reader, and some of it is good enough', { timeout: 120_000 }, async () => {
  const { targets, findings } = await fuzz(await allTargets(), { seed: 1, cases: 20_000, only: null });
  expect(findings).toEqual([]);
  for (const { name, cases, refused } of targets) expect([name, cases, refused > 0]).toEqual([name, cases, true]);
  // A fuzzer whose every case is refused at the door tests nothing.
  for (const { name, accepted } of targets) expect([name, accepted > 0]).toEqual([name, true]);
});

test('an error without a name is a finding, with the case that makes it', async () => {
  const careless = {
    name: 'careless',
    weight: 1,
    samples: [Uint8Array.from([1, 2, 3])],
    decode: (bytes: Uint8Array) => {
      if (bytes[0] === 0xff) throw new TypeError('no name');
      return 'accepted' as const;
    },
  };
  const all = await fuzz([careless], { seed: 1, cases: 2000, only: null });
  expect(all.findings.length).toBeGreaterThan(0);
  const { number, input } = all.findings[0]!;
  const again = await fuzz([careless], { seed: 1, cases: 0, only: { target: 'careless', number } });
  expect(again.findings.map((finding) => finding.input)).toEqual([input]);
});
