/** A link made in one browser context makes the same lab in another; a broken link still opens the lab and says what was wrong. */
import type { Page } from '@playwright/test';
import type { LabModel } from '../src/workers/lab/model.ts';
import { expect, openLab, Problems, run, state, test, until } from './support/lab.ts';

/** Waits until the link's settings are in force. */
async function opened(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { sharing } = (window as unknown as { lab: LabModel }).lab;
    await sharing.opened;
    return sharing.problems;
  });
}

test('a link made in one context reproduces rules, links, client and speed in another', async ({ page, browser }) => {
  await openLab(page);
  // A rule whose absence breaks nothing here: a broken invariant stops the lab.
  await run(page, 'set-rule', { rule: 'lagControl', on: false });
  await run(page, 'set-link', { link: 'logging', rttMs: 40, bitsPerSecond: 2_000_000 });
  await run(page, 'set-link', { link: 'network', host: 'B', rttMs: 6, loss: 0.01 });
  await run(page, 'storage', { action: 'slow', latencyMs: 3 });
  await run(page, 'client', { action: 'start', rate: 8, connections: 2 });
  await run(page, 'redundancy', { when: 'at-once' });
  await run(page, 'speed', { factor: 0.5 });
  // Storage says its new settings with its next report.
  await until(page, (now) => now.storage.latencyMs === 3 && now.client.connections === 2);

  await page.getByTestId('share').click();
  await page.getByTestId('share-link').click();
  const link = await page.getByTestId('link').inputValue();
  // Without permission to copy, the link is there to be copied by hand.
  await expect(page.getByTestId('link')).toBeFocused();
  expect(link).toContain('#v=1&off=lagControl&link.logging=rtt:40,bps:2000000&link.network.B=rtt:6,loss:0.01');
  const before = await state(page);
  await page.goto('about:blank');

  const context = await browser.newContext();
  const problems = new Problems();
  problems.watch(context);
  const other = await context.newPage();
  await openLab(other, new URL(link).hash);
  expect(await opened(other)).toEqual([]);
  const after = await until(other, (now) => now.storage.latencyMs === 3 && now.client.connections === 2);
  expect(after.rules).toEqual(before.rules);
  expect(after.time.speed).toBe(0.5);
  expect(after.channel).toMatchObject({ rttMs: 40, bitsPerSecondLimit: 2_000_000 });
  expect(after.redundancy).toBe('at-once');
  expect(after.client.running).toBe(true);
  expect(await run(other, 'share')).toEqual({ link });
  expect(problems.unexpected()).toEqual([]);
  await context.close();
});

test('a broken link opens the lab as far as it can be understood, and says what was left out', async ({ page }) => {
  await openLab(page, '#v=1&off=checksums,frobnicate&speed=fast&scenario=no-such-lesson');
  const problems = await opened(page);
  expect(problems).toHaveLength(3);
  expect((await state(page)).rules['checksums']).toBe(false);
  await expect(page.getByTestId('notice')).toContainText('rule “frobnicate” was left out');
});

test('without the Output Rule the lab stops where an output left too early, and goes on when it is told to', async ({
  page,
}) => {
  await openLab(page, '#v=1&off=outputRule&link.logging=rtt:40');
  expect(await opened(page)).toEqual([]);
  await run(page, 'client', { action: 'start', rate: 8 });
  const stopped = await until(page, ({ time, invariants }) => time.paused && !invariants['outputAcknowledged']!.holds);
  await run(page, 'resume');
  await until(page, ({ client }, replies) => client.replies > replies + 3, { argument: stopped.client.replies });
});
