/** Commands for lessons: open, answer, be helped, go on. They act on the lessons, which outlive a reset of the lab. */
import { z } from 'zod';
import { LabError } from '../lab-error.ts';
import type { Lessons } from '../scenario/lessons.ts';
import { makeReady, type PreparedLab } from '../scenario/preparation.ts';
import { command, noParameters, type Command } from './command.ts';

const longestScenario = 200_000;

export function scenarioCommands(lessons: Lessons, lab: PreparedLab): readonly Command[] {
  return [
    command({
      id: 'scenario',
      label: 'Open a lesson',
      help: 'Opens a lesson by its id, a scenario at an address on this server, or one given as text; the lab is brought to its start.',
      parameters: z.strictObject({
        id: z.string().optional().describe('id of a lesson'),
        url: z.string().optional().describe('address of a scenario file on the server that this page came from'),
        text: z.string().max(longestScenario).optional().describe('the text of a scenario file'),
        name: z.string().max(200).optional().describe('what to call the text in errors'),
      }),
      run: async (_, { id, url, text, name }) => {
        if (id !== undefined) await lessons.open(id);
        else if (url !== undefined) await lessons.openAddress(url);
        else if (text !== undefined) lessons.openText(text, name ?? 'The file');
        else throw new LabError('Which lesson?', 'Give id, url or text.');
      },
    }),
    command({
      id: 'scenario-step',
      label: 'Do the lesson’s step for me',
      help: 'Does what the current step of the open lesson asks for.',
      key: 'd',
      parameters: noParameters,
      run: () => lessons.help(),
    }),
    command({
      id: 'scenario-answer',
      label: 'Predict',
      help: 'Answers the question of the current step; counted from 0.',
      parameters: z.strictObject({ answer: z.number().int().min(0).max(9).describe('index of the answer, from 0') }),
      run: (_, { answer }) => lessons.answer(answer),
    }),
    ...pageTurns(lessons),
    command({
      id: 'make-ready',
      label: 'Back to a pair in lockstep',
      help: 'Mends everything and restores primary and backup with the paper’s rules; resets the lab only when it must.',
      parameters: noParameters,
      run: () => makeReady(lab),
    }),
  ];
}

/** As in a book: on, back, from the beginning, closed. */
function pageTurns(lessons: Lessons): readonly Command[] {
  return [
    command({
      id: 'scenario-next',
      label: 'Next lesson',
      help: 'Opens the lesson that comes next in the lecture.',
      key: 'n',
      parameters: noParameters,
      run: () => lessons.turn('next'),
    }),
    command({
      id: 'scenario-previous',
      label: 'Previous lesson',
      help: 'Opens the lesson before.',
      parameters: noParameters,
      run: () => lessons.turn('previous'),
    }),
    command({
      id: 'scenario-restart',
      label: 'Start the lesson again',
      help: 'Brings the lab back to the start of the open lesson.',
      parameters: noParameters,
      run: () => lessons.restart(),
    }),
    command({
      id: 'scenario-close',
      label: 'Close the lesson',
      help: 'Closes the lesson; the lab stays as it is.',
      parameters: noParameters,
      run: () => lessons.close(),
    }),
  ];
}
