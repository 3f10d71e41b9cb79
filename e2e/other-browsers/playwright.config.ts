/**
 * The built page in browsers that Playwright cannot drive as they are installed; it only runs the tests.
 * scripts/test-browsers.mjs finds or installs the browsers and builds the page.
 */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  outputDir: '../../test-results/other-browsers',
  projects: [{ name: 'firefox' }, { name: 'webkit' }],
});
