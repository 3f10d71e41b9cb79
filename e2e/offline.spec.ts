/**
 * Without a network, and from one version to the next. The versions are a page of three files with the real service
 * worker: what is tested is which files a tab gets, and that does not need machines.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { serveOnFreePort } from '../scripts/serve-static.mjs';
import { writeServiceWorker } from '../scripts/vite-offline.ts';
import { expect, openLab, test } from './support/lab.ts';

const PAGE_PORT = 4180;
const VERSIONS_PORT = 4181;

test('after one visit the lab starts without a server', async ({ page }) => {
  const server = await serveOnFreePort({
    folder: process.env['E2E_FOLDER'] ?? 'dist',
    port: PAGE_PORT,
    prefix: '/offline/',
    portsTried: 1,
  });
  try {
    await openLab(page, '', server.address);
    await page.evaluate(async () => await navigator.serviceWorker.ready);
  } finally {
    server.close();
  }
  await openLab(page, '', server.address);
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
});

test('a new version never mixes with the old one', async ({ context, page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-versions-'));
  const server = await serveOnFreePort({ folder, port: VERSIONS_PORT, prefix: '/versions/', portsTried: 1 });
  try {
    writeVersion(folder, 'one');
    await page.goto(server.address);
    await page.evaluate(async () => await navigator.serviceWorker.ready);
    await expectVersion(page, 'one');

    // A server in the middle of an update: the list is new, one of the files is not. The update is refused.
    writeVersion(folder, 'two');
    writeFileSync(join(folder, 'images/data.txt'), 'one');
    expect(await update(page)).toBe('redundant');
    await page.reload();
    await expectVersion(page, 'one');

    // The update is complete. As long as two tabs are open, both keep the old version, also when they are opened anew.
    writeVersion(folder, 'two');
    expect(await update(page)).toBe('installed');
    const other = await context.newPage();
    await other.goto(server.address);
    await expectVersion(other, 'one');
    await page.reload();
    await expectVersion(page, 'one');

    // The only tab is reloaded.
    await other.close();
    await page.reload();
    await expectVersion(page, 'two');
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBe(1);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});

function writeVersion(folder: string, version: string): void {
  mkdirSync(join(folder, 'images'), { recursive: true });
  const page = `<!doctype html><title>${version}</title><link rel="icon" href="data:," /><script src="page.js"></script>`;
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(
    join(folder, 'page.js'),
    `window.version = '${version}'; navigator.serviceWorker.register('service-worker.js', { updateViaCache: 'none' });`,
  );
  writeFileSync(join(folder, 'images/data.txt'), version);
  writeServiceWorker(folder);
}

/** Looks for a new version and says how its installation ended: `installed`, or `redundant` when it was refused. */
async function update(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const ended = new Promise<string>((resolve) => {
      registration.addEventListener('updatefound', () => {
        const worker = registration.installing;
        worker?.addEventListener('statechange', () => resolve(worker.state));
      });
    });
    await registration.update().catch(() => undefined);
    return await ended;
  });
}

/** All three kinds of files are of one version: the page, its script, and what it fetches later. */
async function expectVersion(page: Page, version: string): Promise<void> {
  await expect(page).toHaveTitle(version);
  const seen = await page.evaluate(async () => {
    const data = await (await fetch('images/data.txt')).text();
    return { script: (window as unknown as { version: string }).version, data };
  });
  expect(seen).toEqual({ script: version, data: version });
}
