import { expect, test } from 'vitest';
import type { RuleId } from '../rules.ts';
import { ruleIds } from '../rules.ts';
import { runOnce } from './run.ts';
import { shrink } from './shrink.ts';

/** Pinned, so that a red build is about the change. `npm run sim` tries others. */
const pinnedSeeds = Array.from({ length: 150 }, (_, index) => index + 1);

test('pinned seeds: no violation, and every checker had something to check', () => {
  const checked = new Map<string, number>();
  let failovers = 0;
  for (const seed of pinnedSeeds) {
    const result = runOnce({ seed });
    failovers += result.failovers;
    expect({ seed, violations: result.violations }).toEqual({ seed, violations: [] });
    for (const verdict of result.verdicts) checked.set(verdict.id, (checked.get(verdict.id) ?? 0) + verdict.checked);
  }
  expect(failovers).toBeGreaterThan(pinnedSeeds.length / 2);
  // Halts and losses without a cause are checked only where they happen.
  expect([...checked].filter(([, count]) => count === 0)).toEqual([]);
});

test('the same seed gives the same run', () => {
  expect(runOnce({ seed: 42 })).toEqual(runOnce({ seed: 42 }));
});

/** The checkers of which one must notice that a rule is missing, and the run in which it does. */
const mutations: Record<RuleId, { readonly seeds: number; readonly noticedBy: readonly string[] }> = {
  outputRule: { seeds: 5, noticedBy: ['outputAcknowledged'] },
  outputEntry: { seeds: 5, noticedBy: ['outputAcknowledged'] },
  weakOutputRule: { seeds: 5, noticedBy: ['outputAcknowledged'] },
  clockLogging: { seeds: 5, noticedBy: ['ramIdentical'] },
  randomLogging: { seeds: 5, noticedBy: ['ramIdentical'] },
  exactDelivery: { seeds: 5, noticedBy: ['ramIdentical', 'outputsIdentical'] },
  bounceBuffers: { seeds: 5, noticedBy: ['ramIdentical'] },
  testAndSet: { seeds: 300, noticedBy: ['oneLive'] },
  idempotentTestAndSet: { seeds: 300, noticedBy: ['survives'] },
  reissue: { seeds: 300, noticedBy: ['progress'] },
  announceLocation: { seeds: 300, noticedBy: ['progress'] },
  backPressure: { seeds: 300, noticedBy: ['noSpuriousHalt'] },
  lagControl: { seeds: 300, noticedBy: ['lagBounded'] },
  checksums: { seeds: 300, noticedBy: ['corruptionStops'] },
};

const firstNoticed = (rule: RuleId): { readonly seed: number; readonly id: string } | null => {
  const rules = { [rule]: rule === 'weakOutputRule' };
  for (let seed = 1; seed <= mutations[rule].seeds; seed += 1) {
    const violation = runOnce({ seed, rules }).violations.find(({ id }) => mutations[rule].noticedBy.includes(id));
    if (violation !== undefined) return { seed, id: violation.id };
  }
  return null;
};

test.each(ruleIds)('a checker notices that the rule is not kept: %s', (rule) => {
  expect(firstNoticed(rule)).not.toBe(null);
});

test('without the Output Rule a client is told what is forgotten afterwards', () => {
  const seeds = pinnedSeeds.filter((seed) =>
    runOnce({ seed, rules: { outputRule: false } }).violations.some(
      ({ id }) => id === 'linearizable' || id === 'oneAnswer',
    ),
  );
  expect(seeds.length).toBeGreaterThan(0);
});

test('a failing schedule is made shorter, and still fails', () => {
  const rules = { testAndSet: false };
  const failed = pinnedSeeds
    .map((seed) => runOnce({ seed, rules }))
    .find((result) => result.violations.some(({ id }) => id === 'oneLive') && result.schedule.length > 2);
  expect(failed).toBeDefined();
  if (failed === undefined) return;
  const shortest = shrink({ seed: failed.seed, rules }, failed);
  expect(shortest.violations.length).toBeGreaterThan(0);
  expect(shortest.schedule.length).toBeLessThanOrEqual(failed.schedule.length);
});
