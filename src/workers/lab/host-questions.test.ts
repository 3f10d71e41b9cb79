import { expect, test } from 'vitest';
import { HostQuestions } from './host-questions.ts';

test('each question gets its own answer, in whatever order they come', async () => {
  const questions = new HostQuestions<string>('gone');
  const asked: number[] = [];
  const first = questions.ask('A', (request) => asked.push(request));
  const second = questions.ask('A', (request) => asked.push(request));
  questions.answer(asked[1]!, 'two');
  questions.answer(asked[0]!, 'one');
  expect(await Promise.all([first, second])).toEqual(['one', 'two']);
});

test('whoever waits for a host that is gone is told so, and a late answer is ignored', async () => {
  const questions = new HostQuestions<string>('gone');
  const asked: number[] = [];
  const ofA = questions.ask('A', (request) => asked.push(request));
  const ofB = questions.ask('B', (request) => asked.push(request));
  questions.giveUp('A');
  questions.answer(asked[0]!, 'too late');
  questions.answer(asked[1]!, 'in time');
  expect(await Promise.all([ofA, ofB])).toEqual(['gone', 'in time']);
});
