/** A page in a browser that Playwright cannot drive as it is installed, and the lab's interface in it. Must not know which browser. */
import type { Lab, LabState } from '../../src/workers/lab/lab.ts';

/** What a driver has to offer; nothing of it knows the lab. */
export interface DrivenPage {
  /** Name and version, as the browser says them. */
  readonly browser: string;
  open(address: string): Promise<void>;
  /** Evaluates an expression in the page and waits for its promise. @throws what it throws, with its message */
  evaluate(expression: string): Promise<unknown>;
  /** A click of the mouse in the middle of the first element of a selector. */
  click(selector: string): Promise<void>;
  /** Keys into what has the focus; `\n` is Enter. */
  type(text: string): Promise<void>;
  press(key: 'Escape'): Promise<void>;
  /** What the browser's console said about errors, where the driver can hear it. */
  consoleErrors(): readonly string[];
  close(): Promise<void>;
}

const readyTimeoutMs = 120_000;
const untilTimeoutMs = 60_000;

/** Calls a function in the page: all that it needs comes in `argument`, as JSON. */
export async function inPage<Result, Argument = undefined>(
  page: DrivenPage,
  action: (lab: Lab, argument: Argument) => Result | Promise<Result>,
  argument?: Argument,
): Promise<Result> {
  const given = JSON.stringify(argument) ?? 'undefined';
  return (await page.evaluate(`(${action.toString()})(window.lab, ${given})`)) as Result;
}

/** Opens the lab, notes from then on what goes wrong in the page, and waits until it is ready. */
export async function openLab(page: DrivenPage, address: string): Promise<LabState> {
  await page.open(address);
  await page.evaluate(`(() => {
    window.problems = [];
    addEventListener('error', (event) => window.problems.push('uncaught: ' + event.message));
    addEventListener('unhandledrejection', (event) => window.problems.push('unhandled: ' + event.reason));
    addEventListener('securitypolicyviolation', (event) =>
      window.problems.push('policy: ' + event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sourceFile));
  })()`);
  return (await page.evaluate(`Promise.race([
    window.lab.ready,
    new Promise((_resolve, reject) => setTimeout(reject, ${readyTimeoutMs}, new Error('the lab did not get ready'))),
  ])`)) as LabState;
}

/** What went wrong in the page since it was opened. */
export async function problemsOf(page: DrivenPage): Promise<readonly string[]> {
  const inside = (await page.evaluate('window.problems')) as readonly string[];
  return [...inside, ...page.consoleErrors()];
}

export async function stateOf(page: DrivenPage): Promise<LabState> {
  return (await page.evaluate('window.lab.state()')) as LabState;
}

export async function run(page: DrivenPage, id: string, parameters: object = {}): Promise<unknown> {
  // A command may return what does not leave a page, a file for instance.
  return await page.evaluate(
    `window.lab.run(${JSON.stringify(id)}, ${JSON.stringify(parameters)}).then((result) => JSON.parse(JSON.stringify(result ?? null)))`,
  );
}

/** Waits until a predicate on the state holds. @throws with who was what when it does not within a minute */
export async function until<Argument = undefined>(
  page: DrivenPage,
  predicate: (state: LabState, argument: Argument) => boolean,
  argument?: Argument,
): Promise<LabState> {
  const given = JSON.stringify(argument) ?? 'undefined';
  const holds = `(state) => (${predicate.toString()})(state, ${given})`;
  try {
    return (await page.evaluate(`window.lab.until(${holds}, ${untilTimeoutMs})`)) as LabState;
  } catch (error) {
    const { hosts } = await stateOf(page);
    const roles = Object.entries(hosts).map(([id, host]) => `${id}: ${host.role}. ${host.reason}`);
    throw new Error(`never became true: ${predicate.toString()}\n${roles.join('\n')}`, { cause: error });
  }
}
