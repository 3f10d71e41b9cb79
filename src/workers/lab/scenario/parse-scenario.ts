/**
 * From a scenario file's text to a scenario, or to an error that a teacher can act on: the line, the place, what is allowed.
 * Checks what a schema cannot: that paths lead somewhere and that commands and rules exist. Must not know how one is run.
 */
import type { LabState } from '../lab.ts';
import { LabError } from '../lab-error.ts';
import { parseLocated, type JsonPath, type LocatedJson } from './json-lines.ts';
import { isOfHost } from './fault-point.ts';
import { faultsInPaths, type Predicate } from './predicate.ts';
import { faultInFormat, placeholdersIn } from './measured-text.ts';
import { scenarioSchema, type CommandCall, type Scenario } from './scenario.ts';
import { faultInPath, isHostAlias } from './state-path.ts';

export interface ScenarioKnowledge {
  /** A state with everything that states have. */
  readonly sample: LabState;
  /** @throws Error that says what is allowed */
  checkCommand(id: string, parameters: Record<string, unknown>): void;
}

interface Fault {
  readonly path: JsonPath;
  readonly message: string;
}

const faultsShown = 6;

/** @throws LabError that names lines */
export function parseScenario(text: string, name: string, knowledge: ScenarioKnowledge): Scenario {
  const located = locate(text, name);
  const parsed = scenarioSchema.safeParse(located.value);
  if (!parsed.success)
    throw refuse(
      name,
      located,
      parsed.error.issues.map((issue) => ({ path: issue.path as JsonPath, message: issue.message })),
    );
  const faults = faultsIn(parsed.data, knowledge);
  if (faults.length > 0) throw refuse(name, located, faults);
  return parsed.data;
}

function locate(text: string, name: string): LocatedJson {
  try {
    return parseLocated(text);
  } catch (error) {
    throw new LabError(`${name} is not JSON.`, error instanceof Error ? `In ${error.message}.` : '');
  }
}

function refuse(name: string, located: LocatedJson, faults: readonly Fault[]): LabError {
  const lines = faults
    .slice(0, faultsShown)
    .map(({ path, message }) => `line ${located.lineOf(path)}, ${path.join('.') || 'the whole'}: ${message}`);
  const more = faults.length > faultsShown ? `\nand ${faults.length - faultsShown} more` : '';
  return new LabError(`${name} is not a scenario that this lab can run.`, `\n${lines.join('\n')}${more}`);
}

function faultsIn(scenario: Scenario, knowledge: ScenarioKnowledge): Fault[] {
  const { start, steps } = scenario;
  const faults: Fault[] = Object.keys(start?.rules ?? {})
    .filter((rule) => !Object.hasOwn(knowledge.sample.rules, rule))
    .map((rule) => ({
      path: ['start', 'rules', rule],
      message: `there is no rule “${rule}”; allowed: ${Object.keys(knowledge.sample.rules).join(', ')}`,
    }));
  faults.push(...faultsInCommands(start?.commands ?? [], ['start', 'commands'], knowledge));
  faults.push(...countedTooEarly(start?.commands ?? [], ['start', 'commands']));
  faults.push(...faultsInText(scenario.summary, ['summary'], knowledge));
  for (const [index, step] of steps.entries()) {
    const at: JsonPath = ['steps', index];
    faults.push(...faultsInCommands(step.setup ?? [], [...at, 'setup'], knowledge));
    faults.push(...countedTooEarly(step.setup ?? [], [...at, 'setup']));
    faults.push(...faultsInCommands(step.do ?? [], [...at, 'do'], knowledge));
    faults.push(...faultsInCommands(step.faults ?? [], [...at, 'faults'], knowledge));
    faults.push(...faultsInPredicate(step.when, [...at, 'when'], knowledge));
    faults.push(...faultsInText(step.seen ?? '', [...at, 'seen'], knowledge));
    const right = step.ask?.right;
    if (Array.isArray(right))
      for (const [which, { when }] of right.entries())
        faults.push(...faultsInPredicate(when, [...at, 'ask', 'right', which, 'when'], knowledge));
  }
  return faults;
}

function faultsInPredicate(predicate: Predicate | undefined, at: JsonPath, { sample }: ScenarioKnowledge): Fault[] {
  return predicate === undefined ? [] : faultsInPaths(predicate, sample, at);
}

function faultsInText(text: string, at: JsonPath, { sample }: ScenarioKnowledge): Fault[] {
  return placeholdersIn(text).flatMap(({ path, format }) => {
    const message = faultInPath(sample, path) ?? faultInFormat(format);
    return message === null ? [] : [{ path: at, message: `{${path}}: ${message}` }];
  });
}

function faultsInCommands(calls: readonly CommandCall[], at: JsonPath, knowledge: ScenarioKnowledge): Fault[] {
  return calls.flatMap((call, index) => {
    const faults = faultsInPredicate(call.once, [...at, index, 'once'], knowledge);
    try {
      knowledge.checkCommand(call.run, withAnyHost(parametersOf(call)));
    } catch (error) {
      faults.push({ path: [...at, index], message: error instanceof Error ? error.message : String(error) });
    }
    return faults;
  });
}

/** A command's parameters, with the point at which it comes when the host itself has to find that. */
export function parametersOf({ with: given = {}, at }: CommandCall): Record<string, unknown> {
  return at !== undefined && isOfHost(at) ? { ...given, at } : given;
}

/** Points that are counted from a step's beginning, where no step has begun. */
function countedTooEarly(calls: readonly CommandCall[], place: JsonPath): Fault[] {
  return calls.flatMap(({ at }, index) =>
    at === undefined || isOfHost(at)
      ? []
      : [
          {
            path: [...place, index, 'at'],
            message: 'counted from the step’s beginning, which is yet to come; allowed in “faults” and “do”',
          },
        ],
  );
}

/** Which host an alias means is known only when the command runs. */
function withAnyHost(parameters: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      (name === 'host' || name === 'to') && typeof value === 'string' && isHostAlias(value) ? 'A' : value,
    ]),
  );
}
