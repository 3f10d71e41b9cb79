/** `npm test`: installs what is missing, then runs all tests: units, real machines under Node, and the built page. */
import { installBrowser, installDiskTools, installNodeModules } from './support/install.mjs';
import { main, run } from './support/run.mjs';

await main(async () => {
  installNodeModules();
  installDiskTools();
  const browser = await installBrowser();
  const environment = browser ? { PLAYWRIGHT_CHROMIUM: browser } : {};
  run('npm', ['run', 'test:unit', '--silent']);
  run('npm', ['run', 'build', '--silent']);
  run('npm', ['run', 'test:e2e', '--silent'], environment);
});
