/**
 * Tests of the built page as the plainest host would serve it: static files under a sub-path, no special headers.
 * Run `npm run build` first; `npm test` does.
 */
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** E2E_PORT and E2E_FOLDER test another build beside this one. */
const PORT = Number(process.env['E2E_PORT'] ?? 4174);
const FOLDER = process.env['E2E_FOLDER'] ?? 'dist';
const PREFIX = '/lab/';

/** The browser: PLAYWRIGHT_CHROMIUM, else the distribution's, else Playwright's own (which PLAYWRIGHT_OWN=1 prefers). */
function browserPath(): string | undefined {
  const wanted = process.env['PLAYWRIGHT_CHROMIUM'];
  if (wanted) {
    if (!existsSync(wanted)) throw new Error(`PLAYWRIGHT_CHROMIUM=${wanted}: there is no such file`);
    return wanted;
  }
  const system = '/usr/bin/chromium';
  return !process.env['PLAYWRIGHT_OWN'] && existsSync(system) ? system : undefined;
}

const executablePath = browserPath();
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  // Other browsers have their own command: npm run test:browsers.
  testIgnore: 'other-browsers/**',
  // Three virtual machines in each page: one page at a time, and no second try that would hide a race.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    baseURL: `http://127.0.0.1:${PORT}${PREFIX}`,
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: 'off',
    video: 'off',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        // Chromium refuses its sandbox to root.
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--disable-dev-shm-usage',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: `node scripts/serve-static.mjs ${FOLDER} --port ${PORT} --prefix ${PREFIX}`,
    url: `http://127.0.0.1:${PORT}${PREFIX}`,
    reuseExistingServer: !process.env['CI'],
    timeout: 30_000,
  },
});
