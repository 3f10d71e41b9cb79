/** All commands that act on the running lab, and how one is found and run. */
import { z } from 'zod';
import type { CommandInfo } from '../lab.ts';
import { LabError } from '../lab-error.ts';
import type { Command } from './command.ts';
import { hostCommands } from './host-commands.ts';
import { linkCommands } from './link-commands.ts';
import { timeCommands } from './time-commands.ts';
import { worldCommands } from './world-commands.ts';

export const commandTable: readonly Command[] = [...timeCommands, ...hostCommands, ...linkCommands, ...worldCommands];

/** @throws LabError that lists the commands there are */
export function findCommand(id: string, table: readonly Command[] = commandTable): Command {
  const found = table.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new LabError(
    `There is no command ${JSON.stringify(id)}.`,
    `Commands: ${table.map((one) => one.id).join(', ')}.`,
  );
}

export function describe({ id, label, key, help, parameters }: Command): CommandInfo {
  return {
    id,
    label,
    help,
    ...(key === undefined ? {} : { key }),
    parameters: z.toJSONSchema(parameters, { io: 'input' }),
  };
}
