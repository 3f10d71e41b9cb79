/** Commands for files and links: export, import, the replay of a recording, and the share link. */
import { z } from 'zod';
import { exportKinds, type Sharing } from '../share/sharing.ts';
import type { ReplayOrder } from '../share/sharing-model.ts';
import { command, hostSchema, noParameters, type Command } from './command.ts';

const fastest = 'as-fast-as-possible';

export function sharingCommands(sharing: Sharing): Command[] {
  return [
    command({
      id: 'export',
      label: 'Export',
      help: 'Saves the run as a recording that can be replayed, the timeline as a trace or an image, or the log as text.',
      parameters: z.strictObject({
        as: z.enum(exportKinds).default('recording').describe(exportKinds.join(', ')),
        host: hostSchema.optional().describe('A, B or C: whose run is recorded; the live host when not given'),
      }),
      run: (_lab, { as, host }) => sharing.export(as, host),
    }),
    command({
      id: 'import',
      label: 'Open a recording',
      help: 'Replays a recording in a VM of its own beside the lab, and checks that it is bit-identical.',
      parameters: z.strictObject({
        file: z.unknown().describe('a File or Blob, or its bytes'),
        name: z.string().max(200).optional().describe('what to call it'),
      }),
      run: (_lab, { file, name }) => sharing.import(file, name),
    }),
    command({
      id: 'replay',
      label: 'Play the recording',
      help: 'Plays, pauses or steps the open recording, sets its speed, starts it anew or closes it.',
      parameters: z.strictObject({
        action: z
          .enum(['play', 'pause', 'step', 'step-entry', 'speed', 'restart', 'close'])
          .describe('play, pause, step, step-entry, speed, restart or close'),
        factor: z
          .union([z.number().min(0.001).max(1000), z.literal(fastest)])
          .default(fastest)
          .describe(`for speed: 0.001 to 1000, or ${fastest}`),
      }),
      run: (_lab, { action, factor }) => {
        if (action === 'close') return sharing.closeReplay();
        const orders: Readonly<Record<typeof action, ReplayOrder>> = {
          play: { kind: 'play' },
          pause: { kind: 'pause' },
          step: { kind: 'step', to: 'frame' },
          'step-entry': { kind: 'step', to: 'entry' },
          speed: { kind: 'set-speed', speed: factor },
          restart: { kind: 'restart' },
        };
        sharing.order(orders[action]);
      },
    }),
    command({
      id: 'share',
      label: 'Share',
      help: 'Gives a link to a lab with the rules, link settings, client, speed, seed and lesson of this one.',
      parameters: noParameters,
      run: () => ({ link: sharing.link() }),
    }),
  ];
}
