/**
 * Predicates as JSON: what has to be true for a step of a scenario to be done. No code, so that a teacher's file can be
 * loaded from anywhere. One object with one head (`all`, `any`, `not`, `state`, `event`) and the head's own words.
 */
import { z } from 'zod';
import type { LabEvent, LabState } from '../lab.ts';
import { faultInPath, hostOf, isHostAlias, valueAt } from './state-path.ts';

export type Operand = number | string | boolean | { readonly state: string; readonly times?: number };

export interface Predicate {
  readonly all?: readonly Predicate[];
  readonly any?: readonly Predicate[];
  readonly not?: Predicate;
  readonly state?: string;
  readonly is?: Operand;
  readonly oneOf?: readonly (string | number | boolean)[];
  readonly atLeast?: Operand;
  readonly atMost?: Operand;
  readonly includes?: string;
  readonly increasedBy?: number;
  readonly changed?: boolean;
  readonly event?: string;
  readonly text?: string;
  readonly host?: string;
  readonly times?: number;
  readonly since?: 'step' | 'lesson';
}

const heads = ['all', 'any', 'not', 'state', 'event'] as const;
const comparisons = ['is', 'oneOf', 'atLeast', 'atMost', 'includes', 'increasedBy', 'changed'] as const;
const wordsOf: Readonly<Record<(typeof heads)[number], readonly string[]>> = {
  all: [],
  any: [],
  not: [],
  state: [...comparisons, 'since'],
  event: ['text', 'host', 'times', 'since'],
};

const operand = z
  .union([
    z.number(),
    z.string(),
    z.boolean(),
    z.strictObject({ state: z.string(), times: z.number().optional().describe('factor') }),
  ])
  .describe('a value, or {state: path, times: factor} for a value of the state');

const nested: z.ZodType<Predicate> = z.lazy(() => predicateSchema);

export const predicateSchema: z.ZodType<Predicate> = z
  .strictObject({
    all: z.array(nested).min(1).optional().describe('every one of these holds'),
    any: z.array(nested).min(1).optional().describe('at least one of these holds'),
    not: nested.optional().describe('this does not hold'),
    state: z.string().optional().describe('a path into lab.state(), such as client.replies or hosts.live.role'),
    is: operand.optional().describe('equals'),
    oneOf: z
      .array(z.union([z.string(), z.number(), z.boolean()]))
      .min(1)
      .optional()
      .describe('equals one of'),
    atLeast: operand.optional(),
    atMost: operand.optional(),
    includes: z.string().min(1).optional().describe('a text that contains this'),
    increasedBy: z.number().optional().describe('grew by at least this much since the step began'),
    changed: z.boolean().optional().describe('differs from what it was when the step began'),
    event: z.string().min(1).optional().describe('kind of an event of lab.events(), such as went-live'),
    text: z.string().min(1).optional().describe('the event’s sentence contains this'),
    host: z.string().min(1).optional().describe('source of the event: A, B, C, live, backup, client, storage or lab'),
    times: z.number().int().min(1).optional().describe('at least so many such events'),
    since: z.enum(['step', 'lesson']).optional().describe('step (when not given) or lesson'),
  })
  .superRefine((predicate, context) => {
    const fault = faultInWords(Object.keys(predicate));
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({ id: 'predicate', description: 'Exactly one of all, any, not, state and event, with its own words.' });

function faultInWords(words: readonly string[]): string | null {
  const found = heads.filter((head) => words.includes(head));
  const [head] = found;
  if (head === undefined || found.length > 1)
    return `a predicate has exactly one of ${heads.join(', ')}; this one has ${found.join(' and ') || 'none'}`;
  const stranger = words.find((word) => word !== head && !wordsOf[head].includes(word));
  if (stranger !== undefined)
    return `“${stranger}” does not go with ${head}; allowed: ${wordsOf[head].join(', ') || 'nothing else'}`;
  if (head === 'state' && !words.some((word) => (comparisons as readonly string[]).includes(word)))
    return `a predicate on the state compares: ${comparisons.join(', ')}`;
  return null;
}

/** Every path in a predicate that leads nowhere: where it stands in the predicate, and what is wrong. */
export function faultsInPaths(
  predicate: Predicate,
  sample: LabState,
  at: readonly (string | number)[],
): { readonly path: readonly (string | number)[]; readonly message: string }[] {
  const nestedFaults = [
    ...(predicate.all ?? []).flatMap((one, index) => faultsInPaths(one, sample, [...at, 'all', index])),
    ...(predicate.any ?? []).flatMap((one, index) => faultsInPaths(one, sample, [...at, 'any', index])),
    ...(predicate.not === undefined ? [] : faultsInPaths(predicate.not, sample, [...at, 'not'])),
  ];
  const own: [string | undefined, readonly (string | number)[]][] = [
    [predicate.state, [...at, 'state']],
    ...(['is', 'atLeast', 'atMost'] as const).map((word): [string | undefined, readonly (string | number)[]] => {
      const value = predicate[word];
      return [typeof value === 'object' ? value.state : undefined, [...at, word, 'state']];
    }),
  ];
  for (const [path, where] of own) {
    const message = path === undefined ? null : faultInPath(sample, path);
    if (message !== null) nestedFaults.push({ path: where, message });
  }
  return nestedFaults;
}

/** A point in the lab's life that predicates compare with. */
export interface Mark {
  readonly state: LabState;
  /** Number of the last event so far. */
  readonly lastEvent: number;
}

export interface Evidence {
  readonly state: LabState;
  readonly stepBegan: Mark;
  readonly lessonBegan: Mark;
  events(since: number): readonly LabEvent[];
}

/** Whether the predicate holds now. */
export function holds(predicate: Predicate, evidence: Evidence): boolean {
  if (predicate.all !== undefined) return predicate.all.every((one) => holds(one, evidence));
  if (predicate.any !== undefined) return predicate.any.some((one) => holds(one, evidence));
  if (predicate.not !== undefined) return !holds(predicate.not, evidence);
  if (predicate.event !== undefined) return hasHappened(predicate, evidence);
  return isAsCompared(predicate, evidence);
}

function began(predicate: Predicate, evidence: Evidence): Mark {
  return predicate.since === 'lesson' ? evidence.lessonBegan : evidence.stepBegan;
}

function hasHappened(predicate: Predicate, evidence: Evidence): boolean {
  const { host } = predicate;
  const source = host !== undefined && isHostAlias(host) ? hostOf(evidence.state, host) : host;
  const found = evidence
    .events(began(predicate, evidence).lastEvent)
    .filter(
      (event) =>
        event.kind === predicate.event &&
        (source === undefined || event.source === source) &&
        (predicate.text === undefined || event.text.includes(predicate.text)),
    );
  return found.length >= (predicate.times ?? 1);
}

function isAsCompared(predicate: Predicate, evidence: Evidence): boolean {
  const path = predicate.state ?? '';
  const value = valueAt(evidence.state, path);
  const { is, oneOf, atLeast, atMost, includes, increasedBy, changed } = predicate;
  if (is !== undefined && value !== operandOf(is, evidence.state)) return false;
  if (oneOf !== undefined && !(oneOf as readonly unknown[]).includes(value)) return false;
  if (atLeast !== undefined && !(numberOf(value) >= numberOf(operandOf(atLeast, evidence.state)))) return false;
  if (atMost !== undefined && !(numberOf(value) <= numberOf(operandOf(atMost, evidence.state)))) return false;
  if (includes !== undefined && !(typeof value === 'string' && value.includes(includes))) return false;
  if (increasedBy === undefined && changed === undefined) return true;
  const before = valueAt(began(predicate, evidence).state, path);
  // What was never counted is not in the state yet.
  if (increasedBy !== undefined && !(numberOf(value) - numberOf(before ?? 0) >= increasedBy)) return false;
  return changed === undefined || (JSON.stringify(value) !== JSON.stringify(before)) === changed;
}

function operandOf(given: Operand, state: LabState): unknown {
  if (typeof given !== 'object') return given;
  const value = valueAt(state, given.state);
  return given.times === undefined ? value : numberOf(value) * given.times;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}
