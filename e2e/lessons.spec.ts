/**
 * Every lesson to its end, through the interface: predictions and help by buttons, and the main acts by hand. A step is done
 * when the lab says so; what came true must be what the lesson teaches. One page for all: a lesson mends what the one before broke.
 */
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import type { LabModel } from '../src/workers/lab/model.ts';
import type { Scenario } from '../src/workers/lab/scenario/scenario.ts';
import { openLab, Problems, state, until } from './support/lab.ts';

interface Expectation {
  /** Index of the answer that comes true, for each step that asks. */
  readonly right?: Readonly<Record<number, number>>;
  /** Steps that are done by hand and not by “Do it for me”. */
  readonly byHand?: Readonly<Record<number, (page: Page) => Promise<void>>>;
  /** What the lesson claims, seen in the lab once it is over. */
  readonly claim?: (page: Page) => Promise<void>;
}

const stepTimeoutMs = 60_000;

const key = (name: string) => (page: Page) => page.keyboard.press(name);

/** Into the live console, as a person does: click, type, Enter. */
const typing = (text: string) => async (page: Page) => {
  // The page's picture of who is live is a moment old after a change, so the key may come too early.
  await expect(async () => {
    await page.keyboard.press('f');
    await expect(page.locator('.xterm-helper-textarea:focus')).toHaveCount(1, { timeout: 1000 });
  }).toPass({ timeout: stepTimeoutMs });
  await page.keyboard.type(`${text}\n`);
  await page.keyboard.press('Control+Shift+Escape');
};

const ruleOff = (rule: string) => async (page: Page) => {
  await page.keyboard.press('r');
  await page.getByTestId(`rule-${rule}`).click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('rules-dialog')).toBeHidden();
};

async function inLab<Result>(page: Page, look: (lab: LabModel) => Result): Promise<Result> {
  return (await page.evaluate(`(${look.toString()})(window.lab)`)) as Result;
}

const broken = (invariant: string) => async (page: Page) => {
  const { invariants } = await state(page);
  expect(invariants[invariant]?.holds, invariants[invariant]?.note).toBe(false);
};

const allHold = async (page: Page) => {
  for (const [id, { holds, note }] of Object.entries((await state(page)).invariants))
    expect(holds, `${id}: ${note}`).toBe(true);
};

const expectations: Readonly<Record<string, Expectation>> = {
  'what-is-replicated': { right: { 2: 2, 3: 0 }, claim: allHold },
  'deterministic-replay': {
    right: { 2: 0, 3: 0 },
    byHand: { 1: typing('x=42') },
    claim: allHold,
  },
  interrupts: {
    right: { 2: 1, 3: 2 },
    byHand: {
      3: async (page) => {
        await ruleOff('exactDelivery')(page);
        await typing('echo late')(page);
      },
    },
    claim: async (page) => expect(await inLab(page, (lab) => lab.divergence()?.text)).toBeTruthy(),
  },
  'clock-and-random': { right: { 1: 1, 2: 1 }, byHand: { 2: ruleOff('clockLogging') }, claim: allHold },
  'random-numbers': { right: { 2: 1 } },
  'logging-channel': { right: { 2: 2 }, claim: allHold },
  'output-rule': {
    right: { 1: 1, 3: 1, 4: 0 },
    claim: async (page) => {
      await allHold(page);
      const replies = await inLab(page, (lab) => lab.state().client.recent.map(({ reply }) => reply));
      expect(replies.at(-1)).toBe('OK 2');
    },
  },
  'output-entry': { right: { 1: 1, 2: 1, 3: 1 }, claim: allHold },
  duplicates: {
    right: { 1: 0, 2: 0, 3: 1 },
    claim: async (page) => {
      await allHold(page);
      const seen = await inLab(page, (lab) => {
        const summaries: string[] = [];
        for (let index = 0; index < lab.packets.length; index++) {
          const packet = lab.packets.at(index);
          if (packet?.from !== 'client' && packet?.summary.startsWith('UDP')) summaries.push(packet.summary);
        }
        return summaries;
      });
      // The same datagram left both hosts.
      expect(seen.length).toBeGreaterThanOrEqual(2);
      expect(new Set(seen).size).toBe(1);
    },
  },
  'cost-of-the-output-rule': { right: { 2: 0, 3: 1 }, claim: allHold },
  'crash-and-go-live': { right: { 2: 1, 3: 0 }, byHand: { 2: key('k'), 4: key('g') }, claim: allHold },
  'the-new-place': {
    right: { 2: 1 },
    claim: async (page) => {
      const { hosts, network } = await state(page);
      expect(network.serviceAt === 'unknown' ? '' : hosts[network.serviceAt].role).toBe('crashed');
    },
  },
  'false-suspicion': { right: { 1: 1, 2: 0 }, claim: allHold },
  'split-brain': { right: { 1: 2, 2: 1, 3: 0 }, claim: broken('oneLive') },
  'storage-unreachable': { right: { 2: 1 }, byHand: { 2: key('k') }, claim: allHold },
  'lost-reply': { right: { 1: 1, 2: 0 }, claim: allHold },
  'ft-vmotion': {
    right: { 1: 1, 2: 1 },
    byHand: { 2: key('g') },
    claim: async (page) => {
      await allHold(page);
      expect((await state(page)).client.errors).toEqual([]);
    },
  },
  'both-fail': { right: { 1: 1, 2: 1 }, claim: allHold },
  'execution-lag': { right: { 2: 1 }, claim: allHold },
  'bounce-buffers': { right: { 1: 0, 2: 1 } },
  'pending-disk-operations': { right: { 1: 1, 2: 1 } },
  'power-off': { right: { 2: 1 } },
  'non-shared-disks': { right: { 1: 1, 2: 1 }, claim: allHold },
  'backup-reads': { right: { 2: 2 } },
  'a-flipped-bit': { right: { 1: 1 } },
  'what-ft-does-not': { right: { 1: 1, 2: 1 } },
};

const listed = (JSON.parse(readFileSync('public/scenarios/index.json', 'utf8')) as { lessons: { id: string }[] })
  .lessons;

let page: Page;
const problems = new Problems();

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  problems.watch(context);
  page = await context.newPage();
  await openLab(page);
});

test.afterAll(() => page.context().close());

test.afterEach(() => {
  expect(problems.take(), 'errors, warnings and foreign requests of the page').toEqual([]);
});

for (const { id } of listed) {
  test(`lesson ${id}`, async () => {
    const scenario = JSON.parse(readFileSync(`public/scenarios/${id}.json`, 'utf8')) as Scenario;
    const expected = expectations[id] ?? {};
    await page.getByTestId('lessons').click();
    await page.getByTestId(`lesson-${id}`).click();
    const lesson = page.getByTestId('lesson');
    await expect(lesson).toHaveAttribute('data-lesson', id);
    await expect(lesson).not.toHaveAttribute('data-phase', 'preparing', { timeout: stepTimeoutMs });
    for (const [index, step] of scenario.steps.entries()) await walk(index + 1, step, expected.byHand?.[index + 1]);
    await expect(lesson).toHaveAttribute('data-phase', 'finished');
    await expect(page.getByTestId('lesson-summary')).toBeVisible();
    expect(await lessonProblem()).toBe('');
    expect(await whatCameTrue()).toEqual(expected.right ?? {});
    await expected.claim?.(page);
  });
}

/** One step, as a learner goes through it: predict, act, see that it is done. */
async function walk(
  number: number,
  step: Scenario['steps'][number],
  byHand?: (page: Page) => Promise<void>,
): Promise<void> {
  const item = page.getByTestId(`lesson-step-${number}`);
  await expect(item).not.toHaveAttribute('data-state', 'later', { timeout: stepTimeoutMs });
  if (step.ask !== undefined) await item.getByTestId('answer-0').click();
  if (step.do !== undefined) {
    const help = item.getByTestId('lesson-do');
    // Until its commands have run, the step is being set up.
    await expect(help).toBeEnabled({ timeout: stepTimeoutMs });
    await (byHand === undefined ? help.click() : byHand(page));
  }
  await expect(item, await lessonProblem()).toHaveAttribute('data-state', 'done', { timeout: stepTimeoutMs });
}

async function lessonProblem(): Promise<string> {
  return await inLab(page, (lab) => lab.lesson?.problem ?? '');
}

async function whatCameTrue(): Promise<Record<number, number | null>> {
  return await inLab(page, (lab) => {
    const asked = (lab.lesson?.steps ?? []).map((step, index) => [index + 1, step.ask] as const);
    return Object.fromEntries(asked.flatMap(([number, ask]) => (ask === null ? [] : [[number, ask.right]])));
  });
}

test('a teacher’s own scenario: errors name the line, and a good one runs', async () => {
  const write = (when: object) =>
    JSON.stringify(
      {
        version: 1,
        id: 'my-own',
        title: 'My own',
        section: 'lecture',
        question: 'Does it run?',
        claim: 'It does.',
        steps: [{ say: 'Pause the lab.', when }],
        summary: 'It did.',
      },
      null,
      2,
    );
  const file = (text: string) => ({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.getByTestId('scenario-file').setInputFiles(file(write({ state: 'time.pausd', is: true })));
  const notice = page.getByText(
    /line 12, steps\.0\.when\.state: there is no “pausd” in time; allowed: labMs, speed, paused/,
  );
  await expect(notice).toBeVisible();
  await page.getByTestId('scenario-file').setInputFiles(file(write({ state: 'time.paused', is: true })));
  await expect(page.getByTestId('lesson')).toHaveAttribute('data-lesson', 'my-own');
  await expect(page.getByTestId('lesson')).toHaveAttribute('data-phase', 'running', { timeout: stepTimeoutMs });
  await page.keyboard.press('Space');
  await expect(page.getByTestId('lesson')).toHaveAttribute('data-phase', 'finished');
  await page.keyboard.press('Space');
  await until(page, ({ time }) => !time.paused);
  await page.getByTestId('lesson-close').click();
  await expect(page.getByTestId('lesson')).toBeHidden();
});
