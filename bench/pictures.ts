/**
 * npm run pictures: the pictures in docs, taken of the running page in its sizes and themes. Must be looked at afterwards.
 */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openPage, root } from './browser.ts';
import { run, until } from './measurements/lab-page.ts';

type Theme = 'system' | 'light' | 'dark' | 'projector';

const sizes = {
  desk: { width: 1440, height: 900 },
  lectern: { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
} as const;
const order: readonly Theme[] = ['system', 'light', 'dark', 'projector'];
let theme: Theme = 'system';

async function choose(page: Page, wanted: Theme): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (; theme !== wanted; theme = order[(order.indexOf(theme) + 1) % order.length]!) await page.keyboard.press('t');
}

/** A few drawn frames later, so that canvas and terminals have the new size and colours. */
async function take(page: Page, name: string, size: keyof typeof sizes, wanted: Theme): Promise<void> {
  await page.setViewportSize(sizes[size]);
  await choose(page, wanted);
  await page.evaluate(async () => {
    for (let frame = 0; frame < 20; frame++)
      await new Promise<void>((resolve) => {
        requestAnimationFrame(() => resolve());
      });
  });
  const path = join(root, 'docs/pictures', `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
}

const { page, close } = await openPage(null);
await page.emulateMedia({ colorScheme: 'light' });
await page.evaluate(async () => (window as unknown as { lab: { ready: Promise<unknown> } }).lab.ready);
await run(page, 'type', { text: 'X=42\n' });
await run(page, 'client', { action: 'start', rate: 20 });
await until(page, ({ client }) => client.replies > 40);
await take(page, 'lab', 'desk', 'light');
await take(page, 'lab-dark', 'desk', 'dark');
await take(page, 'lab-projector', 'lectern', 'projector');
await take(page, 'lab-small', 'lectern', 'light');
await take(page, 'lab-phone', 'phone', 'light');
await page.setViewportSize(sizes.desk);
await run(page, 'crash', { host: 'A' });
await until(page, ({ hosts }) => hosts.B.role === 'live-alone');
await run(page, 'type', { text: 'echo $X\n' });
await until(page, ({ hosts }) => hosts.B.console.includes('42\n') || hosts.B.console.includes('42\r'));
await take(page, 'after-a-crash', 'desk', 'light');
await take(page, 'after-a-crash-dark', 'lectern', 'dark');
await run(page, 'start-backup');
await until(page, ({ hosts }) => Object.values(hosts).some(({ role }) => role === 'backup'));
await run(page, 'speed', { factor: 0.01 });
await until(page, ({ channel }) => channel.heldOutputs > 0);
await take(page, 'slow-motion', 'desk', 'light');
await close();
