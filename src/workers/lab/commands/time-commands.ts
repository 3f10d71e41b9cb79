/** Commands for lab time and for the rules. */
import { z } from 'zod';
import { hostIds } from '../../../ft/host-id.ts';
import { ruleIds } from '../../../ft/rules.ts';
import { LabError } from '../lab-error.ts';
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
    id: 'stand-still',
    label: 'Stop the VM at a point',
    help: 'Waits until the live VM has executed so many instructions, or until a moment of lab time, and stops it there; heartbeats go on.',
    parameters: z.strictObject({
      instructions: z.number().int().min(0).optional().describe('the VM’s count of instructions, as in hosts.live'),
      labMs: z.number().min(0).optional().describe('lab time, milliseconds'),
    }),
    run: async (lab, { instructions, labMs }) => {
      if ((instructions === undefined) === (labMs === undefined))
        throw new LabError('Where is the VM to stop?', 'Give either instructions or labMs.');
      const point =
        instructions === undefined
          ? ({ kind: 'lab-time', labMs: labMs ?? 0 } as const)
          : ({ kind: 'instructions', instructions } as const);
      const how = await lab.cluster.standStill(lab.requireLive('stop it at a point'), point);
      if (how === 'given-up')
        throw new LabError('The VM did not come to that point.', 'Its host died, or it may go on.');
    },
  }),
  command({
    id: 'go-on',
    label: 'Let the VM go on',
    help: 'Lets a VM go on that stands still, and gives up a point that was not reached.',
    parameters: noParameters,
    run: (lab) => {
      for (const host of hostIds) lab.cluster.goOn(host);
    },
  }),
  command({
    id: 'disarm',
    label: 'Take back faults that wait',
    help: 'Takes back crashes and cuts that were to come with the next reply or write.',
    parameters: noParameters,
    run: (lab) => {
      for (const host of hostIds) lab.cluster.toHost(host, { kind: 'disarmed' });
    },
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
