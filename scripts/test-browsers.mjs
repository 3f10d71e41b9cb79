/**
 * `npm run test:firefox`, `npm run test:webkit`, `npm run test:browsers`: the built page in browsers other than Chromium.
 * Installs what is missing where it can; says what is missing where it cannot, and fails: asked for, it is not skipped.
 */
import { existsSync } from 'node:fs';
import { installNodeModules, installPackages } from './support/install.mjs';
import { main, run } from './support/run.mjs';

const LIBRARIES = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1';
/** What each browser needs: its files, and the packages of Debian or Ubuntu that bring them. */
const BROWSERS = {
  firefox: {
    files: [process.env.FIREFOX ?? '/usr/bin/firefox-esr'],
    packages: ['firefox-esr'],
    otherwise: 'or set FIREFOX to the path of a Firefox',
  },
  webkit: {
    files: [
      process.env.WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver',
      process.env.WEBKIT_BROWSER ?? `${LIBRARIES}/MiniBrowser`,
      ...(process.env.DISPLAY ? [] : ['/usr/bin/Xvfb']),
    ],
    packages: ['webkit2gtk-driver', 'xvfb'],
    otherwise: 'or set WEBKIT_DRIVER and WEBKIT_BROWSER to the paths of WebKitWebDriver and MiniBrowser',
  },
};

await main(async () => {
  const asked = process.argv.slice(2);
  const names = asked.length > 0 ? asked : Object.keys(BROWSERS);
  const unknown = names.find((name) => !Object.hasOwn(BROWSERS, name));
  if (unknown) throw new Error(`${unknown}: known are ${Object.keys(BROWSERS).join(' and ')}.`);
  installNodeModules();
  for (const name of names) install(name);
  run('npm', ['run', 'build', '--silent']);
  const projects = names.flatMap((name) => ['--project', name]);
  run('npx', ['playwright', 'test', '-c', 'e2e/other-browsers', ...projects]);
});

function install(name) {
  const { files, packages, otherwise } = BROWSERS[name];
  const missing = () => files.filter((file) => !existsSync(file));
  if (missing().length === 0) return;
  installPackages(packages);
  if (missing().length === 0) return;
  throw new Error(
    `${missing().join(', ')}: missing, and could not be installed.\nInstall ${packages.join(' and ')}, ${otherwise}.`,
  );
}
