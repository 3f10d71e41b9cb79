/**
 * The Firefox that is installed, over WebDriver BiDi. Playwright drives a Firefox of its own making only (1.65 asks this one
 * for `emulation.setMediaFeaturesOverride`, which it does not know), so Puppeteer does. Must not know the lab.
 */
import puppeteer from 'puppeteer-core';
import type { DrivenPage } from './driven-page.ts';

export interface FirefoxOptions {
  readonly path: string;
  /** Where what the page saves goes, without asking. */
  readonly downloads: string;
}

export async function openFirefox({ path, downloads }: FirefoxOptions): Promise<DrivenPage> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    headless: true,
    protocolTimeout: 150_000,
    defaultViewport: { width: 1440, height: 900 },
    extraPrefsFirefox: {
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
      'browser.download.useDownloadDir': true,
      'browser.helperApps.neverAsk.saveToDisk': 'application/octet-stream',
    },
  });
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`uncaught: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn')
      errors.push(`console ${message.type()}: ${message.text()}`);
  });
  return {
    browser: (await browser.version()).replace('/', ' '),
    open: async (address) => {
      errors.length = 0;
      await page.goto(address);
    },
    evaluate: async (expression) => await page.evaluate(expression),
    click: async (selector) => await page.click(selector),
    type: async (text) => await page.keyboard.type(text),
    press: async (key) => await page.keyboard.press(key),
    consoleErrors: () => errors,
    close: async () => await browser.close(),
  };
}
