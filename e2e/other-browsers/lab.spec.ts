/**
 * What a person does with the lab, in another engine: one page from boot to a replay, each test going on from the one before.
 * Which browser it is comes from the project's name; where it is, from the environment.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { serveOnFreePort } from '../../scripts/serve-static.mjs';
import type { LabState } from '../../src/workers/lab/lab.ts';
import type { LabModel } from '../../src/workers/lab/model.ts';
import type { ExportedFile } from '../../src/workers/lab/share/sharing-model.ts';
import { inPage, openLab, problemsOf, run, stateOf, until, type DrivenPage } from './driven-page.ts';
import { openFirefox } from './firefox.ts';
import { openWebKit } from './webkit.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(project, process.env['E2E_FOLDER'] ?? 'dist');
const files = mkdtempSync(join(tmpdir(), 'lockstep-browsers-'));
const firstPort = 4200;
let page: DrivenPage;
let server: Awaited<ReturnType<typeof serveOnFreePort>>;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  server = await serveOnFreePort({ folder, port: firstPort, prefix: '/lab/' });
  page = test.info().project.name === 'firefox' ? await firefox() : await webkit();
  process.stdout.write(`${page.browser}\n`);
});

test.afterAll(async () => {
  await page?.close();
  server?.close();
  rmSync(files, { recursive: true });
});

async function firefox(): Promise<DrivenPage> {
  return await openFirefox({ path: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr', downloads: files });
}

async function webkit(): Promise<DrivenPage> {
  const libraries = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1';
  return await openWebKit({
    driver: process.env['WEBKIT_DRIVER'] ?? '/usr/bin/WebKitWebDriver',
    browser: process.env['WEBKIT_BROWSER'] ?? `${libraries}/MiniBrowser`,
  });
}

test.afterEach(async () => {
  expect(await problemsOf(page)).toEqual([]);
});

// By name: WebDriver does not keep the order of keys.
const roles = ({ hosts: { A, B, C } }: LabState) => [A.role, B.role, C.role];
const broken = ({ invariants }: LabState) => Object.entries(invariants).filter(([, { holds }]) => !holds);
const count = (selector: string) => page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);

async function comparedAgain(): Promise<LabState> {
  const { memory } = await stateOf(page);
  return await until(page, (now, before) => now.memory.compared > before, memory.compared);
}

async function moreReplies(): Promise<LabState> {
  const { client } = await stateOf(page);
  return await until(page, (now, before) => now.client.replies > before + 5, client.replies);
}

test('boots two machines in lockstep: all RAM is compared', async () => {
  const ready = await openLab(page, server.address);
  expect(roles(ready)).toEqual(['primary', 'backup', 'spare']);
  const { hosts, memory, invariants } = await comparedAgain();
  expect(memory.compared).toBeGreaterThan(1);
  expect(hosts.A.console).toContain('svc:~#');
  expect(invariants['ramIdentical']).toMatchObject({ holds: true });
});

test('keys typed on the primary appear on the backup', async () => {
  await page.click('[data-testid="console-A"] .xterm-screen');
  await page.type('answer=$((6 * 7)); echo "the answer is $answer"\n');
  await until(page, ({ hosts }) => hosts.B.console.includes('the answer is 42'));
  for (const host of ['A', 'B']) {
    const rows = `document.querySelector('[data-testid="console-${host}"] .xterm-rows').textContent`;
    await expect.poll(() => page.evaluate(rows)).toContain('the answer is 42');
  }
});

test('the primary crashes: the backup goes live with the shell and the TCP connection', async () => {
  await run(page, 'client', { action: 'start', rate: 10 });
  await moreReplies();
  await page.click('[data-testid="crash-A"]');
  await until(page, ({ hosts }) => hosts.B.role === 'live-alone');
  const { storage, client } = await moreReplies();
  expect(storage.testAndSet).toBe('B');
  expect(client).toMatchObject({ errors: [], reconnects: 0 });
  await page.click('[data-testid="console-B"] .xterm-screen');
  await page.type('echo "still $answer"\n');
  await until(page, ({ hosts }) => hosts.B.console.includes('still 42'));
});

test('FT VMotion makes a new backup, in lockstep again', async () => {
  await page.click('[data-testid="start-backup"]');
  await until(page, ({ hosts }) => hosts.B.role === 'primary' && hosts.C.role === 'backup');
  const now = await comparedAgain();
  expect(now.client).toMatchObject({ errors: [], reconnects: 0 });
  expect(broken(now)).toEqual([]);
});

test('a recording made here replays under Node, bit for bit', async () => {
  const encoded = await inPage(page, async (lab) => {
    const { blob } = (await lab.run('export', { as: 'recording' })) as ExportedFile;
    const reader = new FileReader();
    await new Promise((resolve) => {
      reader.addEventListener('load', resolve);
      reader.readAsDataURL(blob);
    });
    return (reader.result as string).split(',')[1]!;
  });
  const path = join(files, 'here.lockstep');
  writeFileSync(path, encoded, 'base64');
  expect(await underNode('scripts/replay.mjs', path)).toMatch(/\nIdentical: \d+ frames/);
});

test('a file that the page saves arrives', async () => {
  test.skip(test.info().project.name === 'webkit', 'WebDriver cannot tell MiniBrowser where to save');
  const saved = () => readdirSync(files).filter((file) => /^lockstep-\d+s\.lockstep$/.test(file));
  await expect.poll(saved).toHaveLength(1);
  const mine = () => readFileSync(join(files, saved()[0]!)).equals(readFileSync(join(files, 'here.lockstep')));
  await expect.poll(mine).toBe(true);
});

test('a recording made under Node replays here, bit for bit', async () => {
  const path = join(files, 'node.lockstep');
  await underNode('--import', './scripts/typescript.mjs', 'e2e/other-browsers/record-under-node.ts', path);
  await inPage(
    page,
    async (lab, base64) => {
      await lab.run('import', { file: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)) });
    },
    readFileSync(path, 'base64'),
  );
  const verdict = () =>
    inPage(page, (lab) => {
      const { replay } = (lab as LabModel).sharing;
      return replay?.report?.verdict ?? replay?.problem ?? null;
    });
  await expect.poll(verdict, { timeout: 120_000 }).toMatchObject({ kind: 'identical' });
  await inPage(page, (lab) => (lab as LabModel).sharing.closeReplay());
});

test('the logging channel is cut: one goes live, the other halts', async () => {
  await page.click('[data-testid="cut-channel"]');
  const now = await until(page, ({ hosts }) => {
    const is = Object.values(hosts).map(({ role }) => role);
    return is.includes('live-alone') && is.includes('halted');
  });
  expect(now.invariants['oneLive']).toMatchObject({ holds: true });
  const after = await moreReplies();
  expect(after.client.errors).toEqual([]);
  expect(broken(after)).toEqual([]);
});

test('pause, step and slow motion hold for machines, links and timeouts together', async () => {
  await run(page, 'reset');
  await run(page, 'client', { action: 'start', rate: 20 });
  await moreReplies();
  // By key, as a presenter does.
  await page.evaluate('document.activeElement.blur()');
  await page.type(' ');
  await until(page, ({ time }) => time.paused);
  await run(page, 'pause');
  const paused = await stateOf(page);
  await page.evaluate(
    'new Promise((resolve) => { let n = 0; const f = () => ++n < 60 ? requestAnimationFrame(f) : resolve(); f(); })',
  );
  const later = await stateOf(page);
  expect(later.time.labMs).toBe(paused.time.labMs);
  expect(later.hosts.A.instructions).toBe(paused.hosts.A.instructions);
  for (const to of ['slice', 'entry', 'output']) {
    const before = await stateOf(page);
    await run(page, 'step', { to });
    const stepped = await stateOf(page);
    // A guest that idles until its next timer executes nothing meanwhile; lab time goes on by what the step needed.
    expect(stepped.time.labMs).toBeGreaterThan(before.time.labMs);
    expect(stepped.hosts.A.instructions).toBeGreaterThanOrEqual(before.hosts.A.instructions);
    expect(stepped.time.paused).toBe(true);
  }
  await run(page, 'speed', { factor: 0.2 });
  await run(page, 'resume');
  const slow = await stateOf(page);
  await until(page, (now, from) => now.time.labMs > from + 500, slow.time.labMs);
  const { hosts } = await comparedAgain();
  expect([hosts.A.role, hosts.B.role]).toEqual(['primary', 'backup']);
  await run(page, 'speed', { factor: 1 });
});

test('a lesson runs to its end', async () => {
  await page.click('[data-testid="lessons"]');
  await page.click('[data-testid="lesson-crash-and-go-live"]');
  const attribute = (selector: string, name: string) =>
    page.evaluate(`document.querySelector('[data-testid="${selector}"]')?.getAttribute('data-${name}') ?? ''`);
  await expect.poll(() => attribute('lesson', 'lesson')).toBe('crash-and-go-live');
  await expect.poll(() => attribute('lesson', 'phase'), { timeout: 60_000 }).toBe('running');
  const { steps } = JSON.parse(readFileSync(join(project, 'public/scenarios/crash-and-go-live.json'), 'utf8')) as {
    steps: readonly { readonly ask?: object; readonly do?: object }[];
  };
  for (const [index, step] of steps.entries()) {
    const item = `lesson-step-${index + 1}`;
    await expect.poll(() => attribute(item, 'state'), { timeout: 60_000 }).not.toBe('later');
    if (step.ask !== undefined) await page.click(`[data-testid="${item}"] [data-testid="answer-0"]`);
    if (step.do !== undefined) {
      await expect.poll(() => count(`[data-testid="${item}"] [data-testid="lesson-do"]:enabled`)).toBe(1);
      await page.click(`[data-testid="${item}"] [data-testid="lesson-do"]`);
    }
    await expect.poll(() => attribute(item, 'state'), { timeout: 60_000 }).toBe('done');
  }
  await expect.poll(() => attribute('lesson', 'phase')).toBe('finished');
  await page.click('[data-testid="lesson-close"]');
});

test('a dialog opens by key, takes the focus, and gives it back', async () => {
  const focused = 'document.activeElement?.closest("dialog") !== null';
  await page.evaluate('document.querySelector(\'[data-testid="share"]\').focus()');
  await page.type('?');
  await expect.poll(() => page.evaluate(focused)).toBe(true);
  await page.press('Escape');
  await expect.poll(() => count('dialog[open]')).toBe(0);
  await expect.poll(() => page.evaluate('document.activeElement?.dataset.testid')).toBe('share');
});

test('nothing on the page overflows, and the timeline is drawn', async () => {
  const wide = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
  expect(await page.evaluate(wide)).toBe(true);
  const colours = `(() => {
    const canvas = document.querySelector('canvas');
    const copy = document.createElement('canvas');
    copy.width = canvas.width; copy.height = canvas.height;
    const context = copy.getContext('2d');
    context.drawImage(canvas, 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, copy.width, copy.height).data.buffer)).size;
  })()`;
  await expect.poll(() => page.evaluate(colours)).toBeGreaterThan(8);
});

test('threads obey the policy of the page', async () => {
  const outcome = await page.evaluate(`new Promise((resolve, reject) => {
    const attempt = (async () => {
      const outcome = (promise) => promise.then(() => 'done', () => 'refused');
      let evaluated = 'done';
      try { new Function('')(); } catch { evaluated = 'refused'; }
      return {
        evaluated,
        fetched: await outcome(fetch('${server.address.replace('127.0.0.1', 'localhost')}', { mode: 'no-cors' })),
        compiled: await outcome(WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]))),
      };
    });
    const text = '(' + attempt + ')().then(postMessage)';
    const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  })`);
  expect(outcome).toEqual({ evaluated: 'refused', fetched: 'refused', compiled: 'done' });
  // It was this test that broke the rules; the page forgets it.
  await openLab(page, server.address);
});

test('after one visit the lab starts without a server', async () => {
  const visited = await serveOnFreePort({ folder, port: firstPort + 50, prefix: '/offline/' });
  try {
    await openLab(page, visited.address);
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  } finally {
    visited.close();
  }
  const ready = await openLab(page, visited.address);
  expect(roles(ready)).toEqual(['primary', 'backup', 'spare']);
  expect(await page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true);
  await comparedAgain();
});

async function underNode(...given: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: project });
  return stdout;
}
