/**
 * What every end-to-end test stands on: `test` with a watch over the page, and the lab's own interface from outside.
 * It uses `window.lab` and nothing else of the page, so tests survive changes of the layout.
 */
import { test as base, expect, type BrowserContext, type ConsoleMessage, type Page } from '@playwright/test';
import type { Lab, LabEvent, LabState } from '../../src/workers/lab/lab.ts';

export { expect };

const READY_TIMEOUT_MS = 120_000;
const UNTIL_TIMEOUT_MS = 60_000;
const EVENTS_SHOWN = 40;

/** The page's `window.lab`, typed for code that runs in the page. */
type LabWindow = { lab: Lab };

/** What went wrong in the pages of a test: errors, violations of the policy, requests to other places. */
export class Problems {
  readonly found: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Says that problems of this kind belong to the test. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  unexpected(): string[] {
    return this.found.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)));
  }

  /** The unexpected ones since the last time; for tests that share a page. */
  take(): string[] {
    const unexpected = this.unexpected();
    this.found.length = 0;
    return unexpected;
  }

  /** Listens to all pages and workers of a context. A test that opens another context calls this for it. */
  watch(context: BrowserContext): void {
    context.on('weberror', (error) => this.found.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on('console', (message) => this.noteConsole(message));
    context.on('request', (request) => {
      const url = new URL(request.url());
      const isLocal = ['data:', 'blob:', 'about:'].includes(url.protocol);
      if (!isLocal && url.hostname !== '127.0.0.1') this.found.push(`request to another place: ${url.href}`);
    });
  }

  private noteConsole(message: ConsoleMessage): void {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const { url, lineNumber } = message.location();
    this.found.push(`console ${message.type()}: ${message.text()} (${url}:${lineNumber})`);
  }
}

/** Playwright's `test`; it fails at the end when a page reported anything that the test did not expect. */
export const test = base.extend<{ problems: Problems }>({
  problems: [
    async ({ context }, use) => {
      const problems = new Problems();
      problems.watch(context);
      await use(problems);
      expect(problems.unexpected(), 'errors, warnings and foreign requests of the page').toEqual([]);
    },
    { auto: true },
  ],
});

/**
 * Opens the page and waits until the lab is ready: primary booted, backup in lockstep, client connected.
 * @param hash with its `#`, as in a share link.
 * @param address of the page, where it is not the one that Playwright serves.
 */
export async function openLab(page: Page, hash = '', address = './'): Promise<LabState> {
  // A hash alone would not load the page anew.
  if (page.url() !== 'about:blank') await page.goto('about:blank');
  await page.goto(address + hash);
  return await explain(page, 'the lab did not get ready', async () => {
    await page.waitForFunction(() => 'lab' in window, undefined, { timeout: READY_TIMEOUT_MS });
    return await page.evaluate(async (timeoutMs) => {
      const late = new Promise<never>((_resolve, reject) => {
        setTimeout(() => reject(new Error(`not ready after ${timeoutMs} ms`)), timeoutMs);
      });
      return await Promise.race([(window as unknown as LabWindow).lab.ready, late]);
    }, READY_TIMEOUT_MS);
  });
}

/** The lab's state now. */
export async function state(page: Page): Promise<LabState> {
  return await page.evaluate(() => (window as unknown as LabWindow).lab.state());
}

/** Every event of the protocol from a number on. */
export async function events(page: Page, since = 0): Promise<LabEvent[]> {
  return await page.evaluate((from) => (window as unknown as LabWindow).lab.events(from), since);
}

/** Runs a command of the lab; throws what the lab throws. */
export async function run(page: Page, id: string, parameters: object = {}): Promise<unknown> {
  return await explain(page, `command ${id} ${JSON.stringify(parameters)} failed`, () =>
    page.evaluate(([command, given]) => (window as unknown as LabWindow).lab.run(command, given), [
      id,
      parameters,
    ] as const),
  );
}

/** Waits until the state satisfies a predicate. It runs in the page: what it needs from the test comes in `argument`. */
export async function until<Argument = undefined>(
  page: Page,
  predicate: (state: LabState, argument: Argument) => boolean,
  options: { argument?: Argument; timeoutMs?: number } = {},
): Promise<LabState> {
  const { argument, timeoutMs = UNTIL_TIMEOUT_MS } = options;
  const given = JSON.stringify(argument) ?? 'undefined';
  const expression = `window.lab.until((state) => (${predicate.toString()})(state, ${given}), ${timeoutMs})`;
  return await explain(page, `never became true: ${predicate.toString()} with ${given}`, () =>
    page.evaluate<LabState>(expression),
  );
}

/** Types into the service's console, through the log. */
export async function type(page: Page, text: string): Promise<void> {
  await run(page, 'type', { text });
}

/** Adds to an error what somebody needs to understand it: who was what, and the last events. */
async function explain<Result>(page: Page, what: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${what}: ${reason}\n${await describe(page)}`, { cause: error });
  }
}

async function describe(page: Page): Promise<string> {
  try {
    const current = await state(page);
    const all = await events(page);
    // Hosts may say the same many times in a row.
    const recent = all.filter((event, index) => event.text !== all[index - 1]?.text).slice(-EVENTS_SHOWN);
    const broken = Object.entries(current.invariants).filter(([, invariant]) => !invariant.holds);
    return [
      ...Object.entries(current.hosts).map(
        ([id, host]) => `  host ${id}: ${host.role}, ${host.instructions} instructions. ${host.reason}`,
      ),
      `  storage: ${JSON.stringify(current.storage)}`,
      ...broken.map(([name, invariant]) => `  broken invariant ${name}: ${invariant.note ?? ''}`),
      ...recent.map((event) => `  ${event.number} at ${event.labMs.toFixed(1)} ms, ${event.source}: ${event.text}`),
    ].join('\n');
  } catch {
    const shown = await page
      .locator('body')
      .innerText({ timeout: 5000 })
      .catch(() => '');
    return `  there is no lab in the page; it shows: ${shown.slice(0, 500)}`;
  }
}
