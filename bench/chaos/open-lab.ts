/**
 * The built page in a real Chromium that treats it as everybody's tab: timers are throttled when it is hidden, its process may be stopped.
 * Must not know what is done to it.
 */
import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type CDPSession, type Page } from 'puppeteer-core';
import { serveOnFreePort } from '../../scripts/serve-static.mjs';

/** What drivers of browsers switch off so that tests are steady, and what this is about. Playwright’s pages are never hidden at all. */
const steadying = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

export interface OpenLab {
  readonly page: Page;
  readonly browser: Browser;
  /** Of the page. */
  readonly session: CDPSession;
  /** What the page or its workers reported as errors. */
  readonly problems: string[];
  /** The operating system's process that runs the page and its workers. */
  rendererId(): Promise<number>;
  close(): Promise<void>;
}

/** @throws Error when there is no Chromium: `npm test` installs one */
export async function openLab(folder: string): Promise<OpenLab> {
  const server = await serveOnFreePort({ folder, port: 4360, prefix: '/lab/' });
  const browser = await puppeteer.launch({
    executablePath: browserPath(),
    ignoreDefaultArgs: steadying,
    // Freezing and long waits are what is tried: the driver shall not give up before the lab does.
    protocolTimeout: 300_000,
    defaultViewport: { width: 1440, height: 900 },
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const whole = await browser.target().createCDPSession();
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`The page: ${error instanceof Error ? error.message : String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`The page’s console: ${message.text()}`);
  });
  await page.goto(server.address);
  await page.waitForFunction(() => 'lab' in window);
  await page.evaluate(async () => {
    await (window as unknown as { lab: { ready: Promise<unknown> } }).lab.ready;
  });
  const session = await page.createCDPSession();
  const rendererId = async (): Promise<number> => {
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
    // The lab's process is the one that works.
    const [busiest] = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime);
    if (busiest === undefined) throw new Error('The browser has no process for the page.');
    return busiest.id;
  };
  const close = async (): Promise<void> => {
    await browser.close();
    server.close();
  };
  return { page, browser, session, problems, rendererId, close };
}

function browserPath(): string {
  const path = process.env['PLAYWRIGHT_CHROMIUM'] ?? '/usr/bin/chromium';
  if (existsSync(path)) return path;
  throw new Error(`There is no browser at ${path}: set PLAYWRIGHT_CHROMIUM to a Chromium.`);
}
