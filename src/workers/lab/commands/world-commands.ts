/** Commands for the world outside: the service's console and the client. */
import { z } from 'zod';
import { LabError } from '../lab-error.ts';
import { command } from './command.ts';

const printable = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\x20-\x7e]*$/)
  .describe('one line of printable characters, such as INCR hits');

export const worldCommands = [
  command({
    id: 'type',
    label: 'Type into the service’s console',
    help: 'Types text into the console of the live VM; a line ends with \\n.',
    parameters: z.strictObject({ text: z.string().min(1).max(4096).describe('text') }),
    run: (lab, { text }) => lab.typeIntoService(new TextEncoder().encode(text)),
  }),
  command({
    id: 'type-client',
    label: 'Type into the client’s shell',
    help: 'Types text into the shell of the client machine.',
    parameters: z.strictObject({ text: z.string().min(1).max(4096).describe('text') }),
    run: (lab, { text }) => lab.toOutside({ kind: 'console-typed', bytes: new TextEncoder().encode(text) }),
  }),
  command({
    id: 'client',
    label: 'Tell the client what to do',
    help: 'Starts or stops its requests, or sends a single one by TCP or UDP.',
    parameters: z.strictObject({
      action: z
        .enum(['start', 'stop', 'request', 'udp', 'udp-start', 'udp-stop', 'reset-gap'])
        .describe('start, stop, request, udp, udp-start, udp-stop or reset-gap'),
      rate: z
        .number()
        .int()
        .min(0)
        .max(1000)
        .optional()
        .describe('requests a second per connection, 0 for as fast as replies come'),
      connections: z.number().int().min(1).max(16).optional().describe('1 to 16'),
      verb: z.enum(['INCR', 'SET', 'GET', 'MIX']).optional().describe('INCR, SET, GET or MIX'),
      text: printable.optional(),
    }),
    run: (lab, { action, rate, connections, verb, text }) => {
      switch (action) {
        case 'start':
          lab.clientRuns = true;
          lab.clientLoad = { rate: rate ?? 4, connections: connections ?? 1, verb: verb ?? 'INCR' };
          return lab.client(`start ${rate ?? 4} ${connections ?? 1} ${verb ?? 'INCR'}`);
        case 'stop':
          lab.clientRuns = false;
          return lab.client('stop');
        case 'udp-start':
          return lab.client(`udpstart ${rate ?? 4}`);
        case 'udp-stop':
          return lab.client('udpstop');
        case 'reset-gap':
          return lab.toOutside({ kind: 'gap-reset' });
        case 'request':
        case 'udp':
          if (text === undefined)
            throw new LabError(
              'A request needs a text.',
              'For example: client {action: "request", text: "INCR hits"}.',
            );
          return lab.client(`${action} ${text}`);
      }
    },
  }),
];
