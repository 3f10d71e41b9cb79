import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { crashPoints } from '../../host/crash-point.ts';
import { parseParameters } from '../commands/command.ts';
import { commandTable, findCommand } from '../commands/table.ts';
import { buildEmptyState } from '../empty-state.ts';
import { parseScenario, type ScenarioKnowledge } from './parse-scenario.ts';
import { faultsInPaths, predicateSchema } from './predicate.ts';
import { scenarioJsonSchema } from './scenario.ts';

/** docs/SCENARIOS.md teaches the format: its examples have to be right, and nothing of the format may be missing. */
const page = readFileSync('docs/SCENARIOS.md', 'utf8');
const [example = '', predicates = '[]'] = [...page.matchAll(/```json\n([^]*?)```/g)].map(([, text]) => text ?? '');
const knowledge: ScenarioKnowledge = {
  sample: buildEmptyState(),
  checkCommand: (id, parameters) => void parseParameters(findCommand(id, commandTable), parameters),
};
const definitions = (scenarioJsonSchema() as { $defs: Record<string, { properties: object }> }).$defs;
const words = (definition: string): string[] => Object.keys(definitions[definition]?.properties ?? {});

test('the example is a scenario', () => {
  expect(parseScenario(example, 'my-first.json', knowledge).id).toBe('my-first');
});

test('a mistake in it is answered as the page says', () => {
  const broken = JSON.stringify(
    { ...(JSON.parse(example) as object), steps: [{ say: 'S.', when: { state: 'client.replys', atLeast: 1 } }] },
    null,
    2,
  );
  const said = /```text\nline \d+, ([^…]*)…/.exec(page)?.[1] ?? 'nothing';
  expect(() => parseScenario(broken, 'my-first.json', knowledge)).toThrow(said);
});

test('a point that is counted from a step is refused where no step has begun, and one of a host where it means nothing', () => {
  const late = { run: 'pause', at: { labMs: 5 } };
  const strange = { run: 'pause', at: 'after-output' };
  const steps = [{ say: 'S.', setup: [late], do: [strange], when: { event: 'crash' } }];
  const text = JSON.stringify({ ...(JSON.parse(example) as object), steps });
  expect(() => parseScenario(text, 'my-first.json', knowledge)).toThrow(
    /steps\.0\.setup\.0\.at: counted from the step’s beginning[^]*steps\.0\.do\.0: .*pause/,
  );
});

test('every predicate is one, and every word of predicates is among them', () => {
  const list = predicateSchema.array().parse(JSON.parse(predicates));
  for (const predicate of list) expect(faultsInPaths(predicate, knowledge.sample, [])).toEqual([]);
  for (const word of words('predicate')) expect(predicates).toContain(`"${word}"`);
});

test('every field of a step and of a command is explained, and every point', () => {
  for (const word of [...words('step'), ...words('command')]) expect(page).toContain(`\`${word}\``);
  for (const point of crashPoints) expect(page).toContain(`| \`"${point}"\` |`);
});
