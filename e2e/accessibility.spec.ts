/**
 * Everybody can use the page: axe finds nothing, a class hour works without a mouse, and nothing is cut off on the commonest
 * projector and on a phone.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { Result } from 'axe-core';
import { expect, run, state, test, until } from './support/lab.ts';
import { shareLab } from './support/shared-lab.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const lab = shareLab();

/** What axe finds, in words; the terminals' own insides are xterm.js's affair, and have labels of ours. */
async function axeFindings(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's content security policy allows no other scripts.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(context: object, options: object): Promise<{ violations: Result[] }> };
    };
    const found = await axe.run(
      { exclude: ['.xterm-screen', '.xterm-accessibility'] },
      { resultTypes: ['violations'] },
    );
    return found.violations;
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** What makes the page wider than its window, outermost first; nothing when it is not. */
async function sticksOut(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement!;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return [
      `${scrollWidth} wide in ${clientWidth}`,
      ...wide.slice(0, 8).map(({ tagName, classList }) => `${tagName} ${classList.value}`),
    ];
  });
}

/** Whether anything is drawn on the timeline: more than one colour. */
async function coloursOnTimeline(page: Page): Promise<number> {
  return await page.getByTestId('timeline-canvas').evaluate((canvas: HTMLCanvasElement) => {
    // A copy: reading the page's own canvas again and again would change how it is drawn.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing: ${scheme}`, async () => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    expect(await axeFindings(page)).toEqual([]);

    await page.keyboard.press('r');
    await expect(page.getByTestId('rules-dialog')).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('rules-dialog')).toBeHidden();

    await page.keyboard.press('?');
    await expect(page.getByTestId('help-dialog')).toBeVisible();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('help-dialog')).toBeHidden();

    await page.keyboard.press('k');
    await expect(page.getByTestId('role-B')).toHaveAttribute('data-role', 'live-alone');
    expect(await axeFindings(page)).toEqual([]);
  });
}

test('an hour of class without a mouse', async () => {
  const { page } = lab;
  await run(page, 'client', { action: 'start', rate: 10 });
  await page.keyboard.press('-');
  await until(page, (now) => now.time.speed < 0.4);
  await page.keyboard.press('+');
  await until(page, (now) => now.time.speed === 1);

  await page.keyboard.press('Space');
  await until(page, (now) => now.time.paused);
  const { hosts } = await state(page);
  await page.keyboard.press('ArrowRight');
  await until(page, (now, before) => now.time.paused && now.hosts.A.instructions > before, {
    argument: hosts.A.instructions,
  });
  await page.keyboard.press('.');
  await until(page, (now) => !now.time.paused);

  await page.keyboard.press('x');
  await until(page, (now) =>
    ['live-alone', 'halted'].every((role) => Object.values(now.hosts).some((host) => host.role === role)),
  );
  await expect(page.getByTestId('live-assertive')).not.toBeEmpty();
  await page.keyboard.press('x');
  await page.keyboard.press('g');
  await until(page, (now) => Object.values(now.hosts).some((host) => host.role === 'backup'));

  await expect(page.locator('.host [data-role=primary]')).toBeVisible();

  // Inside a terminal the same keys are text, and Shift Tab leaves it.
  await page.keyboard.press('f');
  await page.keyboard.type('kxg');
  await until(page, (now) => Object.values(now.hosts).filter((host) => host.console.endsWith('kxg')).length === 2);
  expect((await state(page)).channel.connected).toBe(true);
  await page.keyboard.press('Shift+Tab');
  await expect
    .poll(async () => await page.evaluate(() => document.activeElement?.closest('.xterm') === null))
    .toBe(true);
  // Not Space: it would press the button that has the focus now.
  await page.keyboard.press('.');
  await until(page, (now) => now.time.paused);
});

for (const [width, height] of [
  [1280, 720],
  [800, 600],
  [390, 844],
] as const) {
  test(`nothing is cut off at ${width}x${height}`, async () => {
    const { page } = lab;
    await page.setViewportSize({ width, height });
    await expect(page.getByTestId('stage')).toBeVisible();
    expect(await sticksOut(page)).toEqual([]);
    for (const host of ['A', 'B'])
      await expect(page.getByTestId(`console-${host}`).locator('.xterm-rows')).toContainText('svc:~#');
    await expect.poll(async () => await coloursOnTimeline(page)).toBeGreaterThan(3);
    await page.keyboard.press('p');
    expect(await sticksOut(page)).toEqual([]);
    await page.keyboard.press('p');
  });
}
