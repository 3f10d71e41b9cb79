/**
 * What cannot work must say so: no WebAssembly, files that are missing, altered or cut off, threads that do not start. The
 * page is never blank, and tells what to do.
 */
import type { Page } from '@playwright/test';
import { expect, test, type Problems } from './support/lab.ts';

test.use({ serviceWorkers: 'block' });

/** Waits for the message; `title` says what is wrong, and some advice stands below it. */
async function expectFailure(page: Page, title: RegExp): Promise<void> {
  const failure = page.getByTestId('failure');
  await expect(failure.getByRole('heading')).toHaveText(title);
  await expect(failure).toContainText(/reload|open it in|copy|check/i);
}

/** Answers requests for a file of the page with something else. */
async function replace(
  page: Page,
  file: string,
  answer: { status?: number; contentType?: string; body?: string },
): Promise<void> {
  await page.route(file, (route) => route.fulfill(answer));
}

/** The browser itself reports missing files in the console. */
function expectMissingFile(problems: Problems): void {
  problems.expect(/Failed to load resource: the server responded with a status of 404/);
}

test('a browser without WebAssembly is told what it lacks', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
  await page.goto('./');
  await expectFailure(page, /This browser cannot run the lab/);
  await expect(page.getByTestId('failure')).toContainText('WebAssembly, in which the virtual machines run');
});

test('a missing image is named', async ({ page, problems }) => {
  expectMissingFile(problems);
  await replace(page, '**/images/guest.elf.gz', { status: 404 });
  await page.goto('./');
  await expectFailure(page, /guest\.elf\.gz is missing on the server/);
});

test('an altered image is not booted', async ({ page }) => {
  await page.route('**/images/data.img.gz', async (route) => {
    const whole = await (await route.fetch()).body();
    // The checksum of gzip itself is at the end; it is what notices first.
    whole[whole.length >> 1]! ^= 1;
    await route.fulfill({ body: whole });
  });
  await page.goto('./');
  await expectFailure(page, /data\.img\.gz is (damaged|not the one this lab was built with)/);
});

test('an image that stops in the middle is noticed', async ({ page }) => {
  await page.route('**/images/data.img.gz', async (route) => {
    const whole = await (await route.fetch()).body();
    await route.fulfill({ body: whole.subarray(0, whole.length >> 1) });
  });
  await page.goto('./');
  await expectFailure(page, /data\.img\.gz is (damaged|not the one this lab was built with)/);
});

test('an image of another build is not booted', async ({ page }) => {
  await replace(page, '**/images/data.img.gz', { body: 'not an image, and no gzip either' });
  await page.goto('./');
  await expectFailure(page, /data\.img\.gz is not the one this lab was built with/);
});

test('a missing emulator is said', async ({ page, problems }) => {
  expectMissingFile(problems);
  await replace(page, '**/*.wasm', { status: 404 });
  await page.goto('./');
  await expectFailure(page, /The emulator could not be loaded/);
});

for (const [thread, words] of [
  ['host', /Host [ABC] could not start/],
  ['storage', /The shared storage stopped working/],
  ['outside', /The client machine stopped working/],
] as const) {
  test(`a ${thread} thread that throws at its start is named`, async ({ page }) => {
    await replace(page, `**/${thread}.worker-*.js`, {
      contentType: 'text/javascript',
      body: `throw new Error('thrown by the test')`,
    });
    await page.goto('./');
    await expectFailure(page, words);
    await expect(page.getByTestId('failure')).toContainText('thrown by the test');
  });
}

test('a part of the page that is missing leaves no blank page', async ({ page, problems }) => {
  expectMissingFile(problems);
  await replace(page, '**/assets/index-*.js', { status: 404 });
  await page.goto('./');
  await expect(page.getByText(/a part of the page did not arrive: please reload/)).toBeVisible();
});
