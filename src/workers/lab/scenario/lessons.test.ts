import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseParameters } from '../commands/command.ts';
import { resetCommand } from '../commands/reset-command.ts';
import { scenarioCommands } from '../commands/scenario-commands.ts';
import { commandTable, findCommand } from '../commands/table.ts';
import { buildEmptyState } from '../empty-state.ts';
import { Lessons } from './lessons.ts';
import type { LessonLab } from './lesson-run.ts';
import { parseScenario, type ScenarioKnowledge } from './parse-scenario.ts';
import { scenarioJsonSchema } from './scenario.ts';

const folder = 'public/scenarios/';
const read = (name: string): string => readFileSync(folder + name, 'utf8');
const files = readdirSync(folder).filter((name) => !['index.json', 'scenario.schema.json'].includes(name));
const noLab = {} as LessonLab;
const lessons = new Lessons({ lab: noLab, load: () => Promise.reject(new Error()), knowledge: () => knowledge });
const table = [...commandTable, resetCommand(() => Promise.resolve()), ...scenarioCommands(lessons, noLab)];
const knowledge: ScenarioKnowledge = {
  sample: buildEmptyState(),
  checkCommand: (id, parameters) => void parseParameters(findCommand(id, table), parameters),
};

describe('the lessons that come with the page', () => {
  test.each(files)('%s is a scenario', (name) => {
    const scenario = parseScenario(read(name), name, knowledge);
    expect(`${scenario.id}.json`).toBe(name);
    // What a step needs that nobody can do by hand must be offered.
    for (const step of scenario.steps)
      expect(
        step.when === undefined || step.do !== undefined || step.ask !== undefined || step.say.startsWith('Wait'),
      ).toBe(true);
  });

  test('the list is in order and says what the files say', () => {
    const { lessons: listed } = JSON.parse(read('index.json')) as { lessons: { id: string }[] };
    expect(listed.map(({ id }) => `${id}.json`).toSorted()).toEqual(files.toSorted());
    for (const entry of listed) {
      const { id, title, section, question } = parseScenario(read(`${entry.id}.json`), entry.id, knowledge);
      expect(entry).toEqual({ id, title, section, question });
    }
  });

  test('the published schema is the one that is checked; `vitest -u` writes it', async () => {
    await expect(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      `${process.cwd()}/${folder}scenario.schema.json`,
    );
  });
});
