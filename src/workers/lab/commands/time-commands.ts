/** Commands for lab time and for the rules. */
import { z } from 'zod';
import { ruleIds } from '../../../ft/rules.ts';
import { slowestSpeed } from '../lab-time.ts';
import { command, noParameters } from './command.ts';

export const timeCommands = [
  command({
    id: 'pause',
    label: 'Pause',
    help: 'Stops lab time: guests, links and timeouts together.',
    parameters: noParameters,
    run: async (lab) => lab.time.pause(),
  }),
  command({
    id: 'resume',
    label: 'Resume',
    help: 'Lets lab time go on.',
    parameters: noParameters,
    run: (lab) => lab.time.resume(),
  }),
  command({
    id: 'step',
    label: 'Step',
    help: 'While paused: goes on to the next slices, the next log entry that is not a clock sample, or the next output.',
    key: 'ArrowRight',
    parameters: z.strictObject({
      to: z.enum(['slice', 'entry', 'output']).default('slice').describe('slice, entry or output'),
    }),
    run: async (lab, { to }) => lab.time.step(to),
  }),
  command({
    id: 'speed',
    label: 'Speed',
    help: 'Slow motion: guests, links and timeouts slow down together, so nothing is falsely declared dead.',
    parameters: z.strictObject({ factor: z.number().min(slowestSpeed).max(1).describe('0.001 to 1') }),
    run: (lab, { factor }) => lab.time.setSpeed(factor),
  }),
  command({
    id: 'set-rule',
    label: 'Switch a rule',
    help: 'Switches a mechanism of the paper off or on. Off, it does the wrong thing for real.',
    parameters: z.strictObject({
      rule: z.enum(ruleIds).describe(ruleIds.join(', ')),
      on: z.boolean().describe('true or false'),
    }),
    run: (lab, { rule, on }) => lab.setRule(rule, on ? 'on' : 'off'),
  }),
];
