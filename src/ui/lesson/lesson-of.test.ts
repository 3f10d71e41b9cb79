import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildEmptyState } from '../../workers/lab/empty-state.ts';
import type { Scenario } from '../../workers/lab/scenario/scenario.ts';
import { lessonOfInvariant, lessonOfRule } from './lesson-of.ts';

const lessons = (JSON.parse(readFileSync('public/scenarios/index.json', 'utf8')) as { lessons: { id: string }[] })
  .lessons;
const text = (id: string): string => readFileSync(`public/scenarios/${id}.json`, 'utf8');

test.each(Object.keys(buildEmptyState().rules))('rule %s has a lesson that breaks it, or says how', (rule) => {
  const lesson = lessonOfRule(rule) ?? '';
  expect(lessons.map(({ id }) => id)).toContain(lesson);
  const scenario = JSON.parse(text(lesson)) as Scenario;
  const commands = [
    ...(scenario.start?.commands ?? []),
    ...scenario.steps.flatMap(({ setup = [], faults = [], do: help = [] }) => [...setup, ...faults, ...help]),
  ];
  const switches = commands.some(({ run, with: given }) => run === 'set-rule' && given?.['rule'] === rule);
  // The weak rule does at the point of the lesson what the missing entry does, and its hint says so.
  expect(switches || text(lesson).includes(`rules.${rule}`)).toBe(true);
});

test.each(Object.keys(buildEmptyState().invariants))('invariant %s has a lesson', (invariant) => {
  expect(lessons.map(({ id }) => id)).toContain(lessonOfInvariant(invariant));
});
