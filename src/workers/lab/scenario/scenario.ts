/**
 * What a scenario file holds: version 1 of the format, as zod checks it and as JSON Schema is published
 * (public/scenarios/scenario.schema.json). docs/SCENARIOS.md explains it to teachers. Must not know how it is run.
 */
import { z } from 'zod';
import { pointSchema } from './fault-point.ts';
import { predicateSchema } from './predicate.ts';

const sentence = z.string().min(1).max(1200);
const markup = '**bold** and `code` are shown as such';
const measured =
  '{path|format} is a value of the state (formats: ms, bits, bytes, percent, count), {event:kind} the sentence of the last such event';

const commandSchema = z
  .strictObject({
    run: z.string().min(1).describe('id of a command of lab.commands()'),
    with: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('its parameters; a host may be live, backup or free instead of A, B or C'),
    once: predicateSchema.optional().describe('the command waits until this holds'),
    at: pointSchema.optional(),
  })
  .meta({ id: 'command' });

const rightSchema = z
  .union([
    z.number().int().min(0),
    z.array(z.strictObject({ answer: z.number().int().min(0), when: predicateSchema })).min(1),
  ])
  .describe('index of the answer that comes true; or a list: the first whose predicate holds when the step is done');

const stepSchema = z
  .strictObject({
    say: sentence.describe(`what to do, or what to watch; ${markup}`),
    setup: z.array(commandSchema).optional().describe('commands that run before the step begins'),
    faults: z
      .array(commandSchema)
      .optional()
      .describe(
        'commands that come by themselves while the step is on, each at its point (at) or as soon as once holds',
      ),
    do: z.array(commandSchema).optional().describe('commands of the button “Do it for me”'),
    ask: z
      .strictObject({
        question: sentence.describe('a prediction, asked before the decisive act'),
        answers: z.array(z.string().min(1).max(120)).min(2).max(5),
        right: rightSchema,
      })
      .optional(),
    when: predicateSchema
      .optional()
      .describe('the step is done as soon as this holds; without it, when it is answered'),
    seen: sentence.optional().describe(`shown once the step is done: what was seen; ${markup}; ${measured}`),
    hint: sentence.optional().describe('where to click, when somebody asks'),
  })
  .superRefine((step, context) => {
    if (step.when === undefined && step.ask === undefined)
      context.addIssue({
        code: 'custom',
        message: 'a step has “when”, or “ask”, or both: else it could never be done',
      });
    for (const [index, { at, once }] of (step.faults ?? []).entries())
      if (at === undefined && once === undefined)
        context.addIssue({
          code: 'custom',
          path: ['faults', index],
          message: 'a fault has “at”, or “once”, or both: else it belongs into “setup”',
        });
    const right = step.ask?.right;
    const picked = right === undefined ? [] : typeof right === 'number' ? [right] : right.map(({ answer }) => answer);
    if (picked.some((index) => index >= (step.ask?.answers.length ?? 0)))
      context.addIssue({
        code: 'custom',
        path: ['ask', 'right'],
        message: `there are ${step.ask?.answers.length} answers, counted from 0`,
      });
  })
  .meta({ id: 'step' });

export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional(),
    version: z.literal(1),
    id: z.string().regex(/^[a-z0-9-]+$/, 'an id is made of a-z, 0-9 and -'),
    title: z.string().min(1).max(80),
    section: z.string().min(1).max(40).describe('section of the paper, such as 2.2, or “lecture”'),
    question: z.string().min(1).max(160).describe('the question that the lesson answers'),
    claim: sentence.describe('what is claimed, in the paper’s words or close to them'),
    start: z
      .strictObject({
        rules: z.record(z.string(), z.boolean()).optional().describe('rules that are not as in the paper'),
        commands: z.array(commandSchema).optional().describe('commands that run before the first step'),
      })
      .optional()
      .describe(
        'how the lab is when the lesson begins; it is always a primary and a backup in lockstep, all links whole',
      ),
    steps: z.array(stepSchema).min(1).max(12),
    summary: sentence.describe(`what was seen and why; ${markup}; ${measured}`),
    model: z
      .enum(['two-processors'])
      .optional()
      .describe('a labelled model beside the lesson, where the lab cannot show the real thing'),
  })
  .meta({
    title: 'A scenario of Lockstep',
    description: 'One lesson: a start, steps that the lab notices, and what was seen.',
  });

export type Scenario = z.output<typeof scenarioSchema>;
export type Step = z.output<typeof stepSchema>;
export type CommandCall = z.output<typeof commandSchema>;

/** What is published as public/scenarios/scenario.schema.json. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { io: 'input' });
}
