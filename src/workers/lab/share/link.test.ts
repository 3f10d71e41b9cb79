/** A link carries settings there and back, and no text whatever can keep the lab from starting. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostIds } from '../../../ft/host-id.ts';
import { ruleIds, standardRules } from '../../../ft/rules.ts';
import { linkNames } from '../cables.ts';
import { parseParameters } from '../commands/command.ts';
import { findCommand } from '../commands/table.ts';
import { redundancyChoices } from '../redundancy.ts';
import { readShareLink } from './read-link.ts';
import { stepsTo } from './settings-of.ts';
import { noSettings, type ShareSettings } from './share-settings.ts';
import { writeShareLink } from './write-link.ts';

const link = fc
  .record({
    link: fc.constantFrom(...linkNames),
    rttMs: fc.integer({ min: 0, max: 10_000 }),
    bitsPerSecond: fc.constantFrom(0, 20_000, 1_000_000),
    loss: fc.constantFrom(0, 0.01, 0.5),
  })
  .filter(({ rttMs, bitsPerSecond, loss }) => rttMs + bitsPerSecond + loss > 0);

const settings: fc.Arbitrary<ShareSettings> = fc.record(
  {
    rules: fc.subarray([...ruleIds]).map((rules) => rules.map((rule) => ({ rule, on: !standardRules[rule] }))),
    links: fc.array(
      fc.oneof(
        link,
        fc.tuple(link, fc.constantFrom(...hostIds)).map(([one, host]) => ({ ...one, host })),
      ),
      { maxLength: 4 },
    ),
    scenario: fc.constantFrom('output-rule', 'ä b&c=#d'),
    storage: fc.record({ latencyMs: fc.integer({ min: 1, max: 10_000 }), offline: fc.boolean() }),
    disk: fc.constantFrom(
      { sharing: 'non-shared', backupReads: 'from-log' } as const,
      { sharing: 'shared', backupReads: 'from-disk' } as const,
    ),
    redundancy: fc.constantFrom(...redundancyChoices),
    client: fc.record({
      rate: fc.integer({ min: 0, max: 1000 }),
      connections: fc.integer({ min: 1, max: 16 }),
      verb: fc.constantFrom('INCR', 'SET', 'GET', 'MIX'),
    }),
    speed: fc.constantFrom(0.001, 0.1, 1),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  },
  { requiredKeys: ['rules', 'links'] },
);

const sorted = (one: ShareSettings) => ({ ...one, rules: [...one.rules].sort((a, b) => a.rule.localeCompare(b.rule)) });

describe('a share link', () => {
  it('gives back what was written into it', () => {
    fc.assert(
      fc.property(settings, (given) => {
        const { settings: read, problems } = readShareLink(`#${writeShareLink(given)}`);
        expect(problems).toEqual([]);
        expect(sorted(read)).toEqual(sorted(given));
      }),
    );
  });

  it('leads to commands that the lab takes', () => {
    fc.assert(
      fc.property(settings, (given) => {
        for (const { id, parameters } of stepsTo(given))
          expect(() => parseParameters(findCommand(id), parameters)).not.toThrow();
      }),
    );
  });

  it('of a lab as first opened is short', () => {
    expect(writeShareLink(noSettings)).toBe('v=1');
  });

  it('of any text is read without an error, and what it sets is allowed', () => {
    const part = fc.tuple(
      fc.constantFrom(
        'off',
        'on',
        'link.logging',
        'link.network.B',
        'link.x',
        'storage',
        'disk',
        'client',
        'speed',
        'seed',
        'scenario',
        'y',
      ),
      fc.string(),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => ['v=1', ...parts.map(([name, value]) => `${name}=${value}`)].join('&')),
    );
    fc.assert(
      fc.property(text, (hash) => {
        const { settings: read } = readShareLink(hash);
        for (const { id, parameters } of stepsTo(read)) parseParameters(findCommand(id), parameters);
      }),
    );
  });

  it('says what it could not understand, and keeps the rest', () => {
    const { settings: read, problems } = readShareLink(
      '#v=1&off=outputRule,frobnicate&speed=7&link.logging=rtt:20,colour:red&link.moon=rtt:1&later=1',
    );
    expect(read).toMatchObject({ rules: [{ rule: 'outputRule', on: false }], links: [{ link: 'logging', rttMs: 20 }] });
    expect(read.speed).toBeUndefined();
    expect(problems).toHaveLength(5);
    expect(problems[0]).toMatch(/rule “frobnicate” was left out: it is not one of outputRule,/);
    expect(problems[1]).toMatch(/speed “7” was left out: it is not a number from 0.001 to 1/);
  });

  it('of another version, of something else or much too long leaves the lab as it is first opened', () => {
    expect(readShareLink('#v=2&off=outputRule')).toMatchObject({
      settings: noSettings,
      problems: [expect.stringMatching(/version 2; this page reads version 1/)],
    });
    expect(readShareLink('#section-3')).toMatchObject({
      settings: noSettings,
      problems: [expect.stringMatching(/not a link of this lab/)],
    });
    expect(readShareLink(`#v=1&off=${'x'.repeat(5000)}`)).toMatchObject({
      settings: noSettings,
      problems: [expect.stringMatching(/too long/)],
    });
    expect(readShareLink('')).toEqual({ settings: noSettings, problems: [] });
  });
});
