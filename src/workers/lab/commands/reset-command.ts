/** Starting the lab anew, also with the disks of the paper's alternatives (4.1, 4.2), which cannot be changed while it runs. */
import { z } from 'zod';
import type { DiskConfiguration } from '../../../ft/configuration.ts';
import { command, type Command } from './command.ts';

const sharingChoices = ['shared', 'non-shared'] as const;
const backupReadsChoices = ['from-log', 'from-disk'] as const;

export function resetCommand(reset: (disk: DiskConfiguration) => Promise<void>): Command {
  return command({
    id: 'reset',
    label: 'Reset the lab',
    help: 'Ends everything and starts the lab as it was first opened, or with disks as in the paper’s alternatives.',
    parameters: z.strictObject({
      disk: z.enum(sharingChoices).default('shared').describe(sharingChoices.join(' or ')),
      backupReads: z.enum(backupReadsChoices).default('from-log').describe(backupReadsChoices.join(' or ')),
    }),
    run: (_, { disk, backupReads }) => reset({ sharing: disk, backupReads }),
  });
}
