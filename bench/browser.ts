/**
 * The built page in headless Chromium: builds it when needed, serves it from a sub-path, opens it. For all benchmarks.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { serveOnFreePort } from '../scripts/serve-static.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface OpenPage {
  readonly page: Page;
  readonly browser: Browser;
  readonly browserVersion: string;
  /** Of the whole browser process, for things that a page's session does not know. */
  readonly session: CDPSession;
  /** Processor seconds that the page's process used so far, all its threads. */
  cpuSeconds(): Promise<number>;
  close(): Promise<void>;
}

/** @param dist a folder with the built page; null for `dist`, built when it is older than its sources */
export async function openPage(dist: string | null): Promise<OpenPage> {
  const folder = dist ?? builtPage();
  const server = await serveOnFreePort({ folder, port: 4310, prefix: '/lab/' });
  const system = process.env['PLAYWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({
    ...(existsSync(system) ? { executablePath: system } : {}),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const session = await browser.newBrowserCDPSession();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const cpuSeconds = async (): Promise<number> => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  await page.exposeFunction('lockstepCpuSeconds', cpuSeconds);
  page.on('pageerror', (error) => console.error(`The page reports an error: ${error.message}`));
  await page.goto(server.address);
  const close = async (): Promise<void> => {
    await browser.close();
    server.close();
  };
  return { page, browser, browserVersion: `Chromium ${browser.version()}`, session, cpuSeconds, close };
}

function builtPage(): string {
  const folder = join(root, 'dist');
  const index = join(folder, 'index.html');
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'].map((name) =>
    join(root, name),
  );
  if (!existsSync(index) || Math.max(...sources.map(newest)) > statSync(index).mtimeMs)
    execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  return folder;
}

/** When anything in it was last changed. */
function newest(path: string): number {
  const own = statSync(path);
  if (!own.isDirectory()) return own.mtimeMs;
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
