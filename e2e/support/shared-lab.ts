/**
 * One page for all tests of a file: loading and booting costs seconds, `reset` does without the loading. Every test gets the
 * lab as first opened; what went wrong in the page fails the test during which it happened.
 */
import type { BrowserContextOptions, Page } from '@playwright/test';
import { expect, openLab, Problems, run, test } from './lab.ts';

export interface SharedLab {
  /** The page; there from the first test on. */
  readonly page: Page;
  readonly problems: Problems;
}

/** Call it at the top of a file, before the tests. */
export function shareLab(options: BrowserContextOptions = {}): SharedLab {
  const problems = new Problems();
  let opened: Page | null = null;
  let isFresh = true;
  test.beforeAll(async ({ browser }) => {
    const context = await browser.newContext(options);
    problems.watch(context);
    opened = await context.newPage();
    await openLab(opened);
  });
  test.beforeEach(async () => {
    if (!isFresh && opened !== null) await run(opened, 'reset');
    isFresh = false;
  });
  test.afterEach(() => {
    expect(problems.take(), 'errors, warnings and foreign requests of the page').toEqual([]);
  });
  test.afterAll(async () => {
    await opened?.context().close();
  });
  return {
    get page() {
      if (opened === null) throw new Error('the page is opened before the first test of the file, not earlier');
      return opened;
    },
    problems,
  };
}
