/**
 * What is not trusted stays where it belongs: threads under the page's policy, text of guests and of scenarios as text.
 * SECURITY.md says what is trusted.
 */
import type { Page, Worker } from '@playwright/test';
import { expect, openLab, run, test, type, until } from './support/lab.ts';

const otherOrigin = 'http://localhost:4199/';
const threads = ['shared storage', 'world outside', 'host A', 'host B', 'host C'];

/** Tries from inside a thread what the policy forbids, and what v86 needs. */
async function attempts(worker: Worker) {
  return await worker.evaluate(
    async ([address, module]) => {
      const violations: string[] = [];
      self.addEventListener('securitypolicyviolation', (event) => {
        violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
      });
      // In a task of its own: what the browser’s tools call themselves may evaluate text.
      const evaluated = new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            Reflect.construct(Function, ['']);
            resolve('evaluated');
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      });
      const outcome = (promise: Promise<unknown>) =>
        promise.then(
          () => 'done',
          () => 'refused',
        );
      const emptyModule = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
      return {
        name: self.name,
        fetched: await outcome(fetch(address, { mode: 'no-cors' })),
        imported: await outcome(import(/* @vite-ignore */ module)),
        evaluated: await evaluated,
        compiled: await outcome(WebAssembly.compile(emptyModule)),
        violations,
      };
    },
    [otherOrigin, 'data:text/javascript,export default 1'] as const,
  );
}

test('threads obey the policy of the page, on a server that sends no headers', async ({ page, problems }) => {
  problems.expect(/localhost:4199|Content Security Policy/);
  await openLab(page);
  const found = await Promise.all(page.workers().map(attempts));
  expect(found.map(({ name }) => name).sort()).toEqual([...threads].sort());
  for (const { name, ...attempt } of found) {
    expect(attempt, name).toEqual({
      fetched: 'refused',
      imported: 'refused',
      evaluated: 'EvalError',
      compiled: 'done',
      violations: expect.arrayContaining([`connect-src ${otherOrigin}`, expect.stringContaining('script-src')]),
    });
  }
});

interface Watched {
  deeds: string[];
}

/** Notes everything by which a terminal could act on the page or the browser. */
async function watchDeeds(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const deeds: string[] = [];
    (window as unknown as Watched).deeds = deeds;
    const note = (name: string) => () => {
      deeds.push(name);
      return Promise.resolve(null);
    };
    for (const name of ['open', 'print', 'alert', 'confirm', 'prompt', 'resizeTo', 'resizeBy', 'moveTo', 'moveBy'])
      Object.assign(window, { [name]: note(name) });
    for (const name of ['write', 'writeText', 'read', 'readText'])
      Object.defineProperty(navigator.clipboard, name, { value: note(`clipboard.${name}`) });
    const Notification = function () {
      deeds.push('Notification');
    };
    Object.assign(window, { Notification });
    Object.assign(document, { execCommand: note('execCommand') });
  });
}

/** Sequences as printf writes them, in single quotes. ST is \033\\ and BEL is \007. */
const sequences = [
  String.raw`\033]0;owned\007\033]1;owned\007\033]2;owned\033\\`, // title
  String.raw`\033]52;c;b3duZWQ=\007\033]52;c;?\007`, // clipboard, set and asked for
  String.raw`\033]8;;javascript:alert(1)\033\\link\033]8;;\033\\ \033]8;;https://example.org/\007site\033]8;;\007 https://example.com/`,
  String.raw`\033]9;owned\007\033]777;notify;owned;owned\007\033]99;;owned\033\\`, // notifications
  String.raw`\033]4;1;?\007\033]10;?\007\033]11;#ff0000\007\033]12;?\007\033]104\007`, // colours, set and asked for
  String.raw`\033]7;file:///etc/passwd\007\033]133;A\007\033]633;E;owned\007\033]1337;File=inline=1:b3duZWQ=\007`, // shells
  String.raw`\033[8;9;9t\033[3;0;0t\033[2t\033[9;1t\033[14t\033[18t\033[19t\033[20t\033[21t`, // windows, moved and asked for
  String.raw`\033[5i\033[4i\033[0i`, // printing
  String.raw`\033P+q544e\033\\\033P$qm\033\\\033_Ga=T,f=100;b3duZWQ=\033\\\033^owned\033\\`, // device control, kitty images
  String.raw`<img src=x onerror=alert(1)><script>alert(1)</script>&lt;`, // markup
];

test('nothing that a guest prints acts on the page', async ({ page }) => {
  await watchDeeds(page);
  await openLab(page);
  const before = { title: await page.title(), url: page.url(), background: await backgroundOf(page) };
  // Without echo and line editing, each byte of an answer would come back as soon as it is asked for.
  await type(page, 'stty -echo\n');
  for (const sequence of sequences) await type(page, `printf '${sequence.replaceAll("'", '')}'\n`);
  await type(page, 'stty echo; printf "\\nall %s\\n" printed\n');
  for (const host of ['A', 'B'])
    await expect(page.getByTestId(`console-${host}`).locator('.xterm-rows')).toContainText('all printed');

  expect(await page.evaluate(() => (window as unknown as Watched).deeds)).toEqual([]);
  expect({ title: await page.title(), url: page.url(), background: await backgroundOf(page) }).toEqual(before);
  const terminals = page.locator('.xterm');
  await expect(terminals.locator('a, img, script, iframe')).toHaveCount(0);
  expect(await page.evaluate(() => document.querySelector('img, iframe, script:not([src])') === null)).toBe(true);
  // A click on what was a link goes nowhere.
  const link = page.getByTestId('console-A').locator('.xterm-rows > div', { hasText: 'link site https' }).last();
  const { x, y, height } = (await link.boundingBox())!;
  for (const column of [1, 6, 11]) await page.mouse.click(x + column * height * 0.5, y + height / 2);
  expect(page.context().pages()).toHaveLength(1);
  expect(page.url()).toBe(before.url);
});

async function backgroundOf(page: Page): Promise<string> {
  return await page
    .getByTestId('console-A')
    .locator('.xterm-viewport, .xterm-scrollable-element')
    .first()
    .evaluate((element) => getComputedStyle(element).backgroundColor);
}

test('text of a scenario and of a client’s request is shown as text', async ({ page }) => {
  await watchDeeds(page);
  await openLab(page);
  const hostile =
    '<img src=x onerror=alert(1)> [link](javascript:alert(1)) https://example.org/ <script>alert(1)</script>';
  const scenario = {
    version: 1,
    id: 'hostile',
    title: hostile.slice(0, 60),
    section: 'lecture',
    question: hostile,
    claim: hostile,
    steps: [{ say: hostile, when: { state: 'time.paused', is: true } }],
    summary: hostile,
  };
  const file = { name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(scenario)) };
  await page.getByTestId('scenario-file').setInputFiles(file);
  const lesson = page.getByTestId('lesson');
  await expect(lesson).toHaveAttribute('data-lesson', 'hostile');
  await expect(lesson.getByText('<script>alert(1)</script>').first()).toBeVisible();
  await run(page, 'client', { action: 'request', verb: 'SET', text: 'k <b>bold</b><img/src=x>' });
  await until(page, ({ client }) => client.replies > 0);
  await expect(page.locator('a[href^="javascript"], a[href*="example"], img, script:not([src]), iframe')).toHaveCount(
    0,
  );
  expect(await page.evaluate(() => (window as unknown as Watched).deeds)).toEqual([]);
});
