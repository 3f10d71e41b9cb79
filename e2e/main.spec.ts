/**
 * The main job, as a person does it: two machines in lockstep, the primary crashes, and the same shell goes on elsewhere.
 * Everything goes through the page: keys into the terminal, buttons, and what the page says.
 */
import type { Locator, Page } from '@playwright/test';
import { hostAs, someHostAs } from './support/hosts.ts';
import { expect, state, test, type, until } from './support/lab.ts';
import { shareLab } from './support/shared-lab.ts';

const lab = shareLab();

/** What a console shows, as drawn. */
function screen(page: Page, host: string): Locator {
  return page.getByTestId(`console-${host}`).locator('.xterm-rows');
}

/** Types by real keys into a console of the page. */
async function typeInto(page: Page, host: string, text: string): Promise<void> {
  await page.getByTestId(`console-${host}`).locator('.xterm-screen').click();
  await page.keyboard.type(text);
}

async function consoleInputs(page: Page): Promise<number> {
  return (await state(page)).channel.entries['console-input'] ?? 0;
}

test('a shell survives the crash of its machine', async () => {
  const { page } = lab;
  await expect(page.getByTestId('role-A')).toHaveAttribute('data-role', 'primary');
  await expect(page.getByTestId('role-B')).toHaveAttribute('data-role', 'backup');

  await typeInto(page, 'A', 'answer=$((6 * 7)); echo "the answer is $answer"\n');
  for (const host of ['A', 'B']) await expect(screen(page, host)).toContainText('the answer is 42');
  // Also the prompt after it, and nothing else.
  await expect.poll(async () => await screen(page, 'B').innerText()).toBe(await screen(page, 'A').innerText());
  expect((await state(page)).hosts.B.console).toBe((await state(page)).hosts.A.console);

  await page.getByTestId('crash-A').click();
  await expect(page.getByTestId('role-A')).toHaveAttribute('data-role', 'crashed');
  await expect(page.getByTestId('role-B')).toHaveAttribute('data-role', 'live-alone');
  await expect(page.getByTestId('tas-flag')).toHaveAttribute('data-value', 'B');
  await expect(page.getByTestId('switch-port')).toHaveText('port B');

  await page.keyboard.press('f');
  await page.keyboard.type('echo "still $answer"\n');
  await expect(screen(page, 'B')).toContainText('still 42');

  await page.getByTestId('start-backup').click();
  await expect(page.getByTestId('role-C')).toHaveAttribute('data-role', 'backup');
  await page.keyboard.press('f');
  await page.keyboard.type('echo "and again $answer"\n');
  await expect(screen(page, 'C')).toContainText('and again 42');
});

test('a console that only watches takes no input, and says so', async () => {
  const { page } = lab;
  const before = await consoleInputs(page);
  await typeInto(page, 'B', 'x');
  await expect(page.getByTestId('console-B').getByRole('status')).toContainText('Only the primary takes input');
  // What is typed into the primary comes after it, so nothing of B's is still on its way.
  await typeInto(page, 'A', '#');
  await expect.poll(async () => await consoleInputs(page)).toBe(before + 1);
});

test('a cut channel leaves one live and one halted', async () => {
  const { page } = lab;
  await page.getByTestId('cut-channel').click();
  await someHostAs(page, 'halted');
  await someHostAs(page, 'live-alone');
  const current = await state(page);
  const live = hostAs(current, 'live-alone');
  const halted = hostAs(current, 'halted');
  await expect(page.getByTestId('tas-flag')).toHaveAttribute('data-value', live ?? '');
  await expect(page.getByTestId(`reason-${halted}`)).toContainText('Lost the test-and-set');
  await expect(page.getByTestId('mend-channel')).toBeVisible();
  expect(current.invariants['oneLive']).toMatchObject({ holds: true });
});

test('a query to the terminal is answered once, by the console that has the input', async () => {
  const { page } = lab;
  const ask = String.raw`printf '\033[6n'; read -r reply; echo "$reply" | tr -cd R | wc -c` + '\n';
  await type(page, ask);
  // The terminal driver shows the answer as it comes in; enter ends the line that the guest reads.
  await until(page, (now) => now.hosts.B.console.includes('^[['));
  await type(page, '\necho all "$((1 + 1))" answered\n');
  await expect(screen(page, 'B')).toContainText('all 2 answered');
  expect((await state(page)).hosts.A.console).toMatch(/\n1\r?\n/);

  // A terminal that is opened anew reads what was printed long ago; it answers nothing.
  const before = await consoleInputs(page);
  await page.getByTestId('present').click();
  await page.keyboard.press('2');
  await page.keyboard.press('p');
  await expect(screen(page, 'A')).toContainText('all 2 answered');
  await expect(screen(page, 'B')).toContainText('all 2 answered');
  await type(page, '#');
  await expect.poll(async () => await consoleInputs(page)).toBe(before + 1);
});
