/**
 * What a command is. One table of them feeds toolbar, keys, help, lessons, share links and `window.lab`.
 */
import { z } from 'zod';
import type { LabCore } from '../lab-core.ts';
import { LabError } from '../lab-error.ts';

export interface Command<Schema extends z.ZodObject = z.ZodObject> {
  readonly id: string;
  readonly label: string;
  /** What it does, one plain sentence. */
  readonly help: string;
  readonly key?: string;
  readonly parameters: Schema;
  run(lab: LabCore, parameters: z.output<Schema>): unknown;
}

/**
 * Keeps the types of a command's parameters inside its definition: a table holds commands of many shapes, and
 * `parseParameters` gives each what its own schema checked.
 */
export function command<Schema extends z.ZodObject>(definition: Command<Schema>): Command {
  return definition;
}

export const noParameters = z.strictObject({});
export const hostSchema = z.enum(['A', 'B', 'C']).describe('A, B or C');

/** @throws LabError that says what is allowed */
export function parseParameters(definition: Command, parameters: unknown): Record<string, unknown> {
  const parsed = definition.parameters.safeParse(parameters ?? {});
  if (parsed.success) return parsed.data;
  throw new LabError(
    `The command ${definition.id} cannot be run like this.`,
    `Allowed: ${allowed(definition)}.`,
    z.prettifyError(parsed.error),
  );
}

/** "host: A, B or C; to: …" */
export function allowed(definition: Command): string {
  const fields = Object.entries(definition.parameters.shape).map(([name, schema]) => {
    const field = schema as z.ZodType;
    return `${name}${field.safeParse(undefined).success ? ' (optional)' : ''}: ${field.description ?? 'any'}`;
  });
  return fields.length === 0 ? 'no parameters' : fields.join('; ');
}
