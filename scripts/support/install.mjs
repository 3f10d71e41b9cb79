/** Installs what is missing on a bare machine: node modules, a browser, and the tools that check the guest's disk. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot, projectFolder, run, tryToRun } from './run.mjs';

const OLDEST_NODE = [20, 19];
const SYSTEM_CHROMIUM = '/usr/bin/chromium';
let aptIsFresh = false;

/** Runs `npm ci` unless node_modules holds exactly what the lock file says. */
export function installNodeModules() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.version}.`);
  }
  if (nodeModulesAreCurrent()) return;
  console.log('Installing node modules ...');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

function nodeModulesAreCurrent() {
  const installedFile = join(projectFolder, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    return found ? found.version === version : optional === true;
  });
}

/**
 * Finds a Chromium, or installs one: Playwright's own, else the distribution's.
 * @returns {Promise<string | undefined>} the path of the browser, or undefined for Playwright's own.
 */
export async function installBrowser() {
  const wanted = process.env.PLAYWRIGHT_CHROMIUM;
  if (wanted) {
    if (!existsSync(wanted)) throw new Error(`PLAYWRIGHT_CHROMIUM=${wanted}: there is no such file.`);
    return wanted;
  }
  if (existsSync(SYSTEM_CHROMIUM)) return SYSTEM_CHROMIUM;
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return undefined;

  console.log('Installing a browser for the tests ...');
  const withDependencies = isRoot() && process.platform === 'linux' ? ['--with-deps'] : [];
  if (tryToRun('npx', ['playwright', 'install', ...withDependencies, 'chromium']) === 0) return undefined;
  if (installPackages(['chromium', 'fonts-liberation']) && existsSync(SYSTEM_CHROMIUM)) return SYSTEM_CHROMIUM;
  // Last, without the system's libraries: they may be there although they could not be installed.
  if (withDependencies.length > 0 && tryToRun('npx', ['playwright', 'install', 'chromium']) === 0) return undefined;
  throw new Error(
    'The tests need Chromium, and it could not be installed. Install it (for instance: apt-get install chromium),\n' +
      'or set PLAYWRIGHT_CHROMIUM to the path of a Chromium or Chrome.',
  );
}

/** Installs e2fsck, with which tests check the guest's disk; without it they are skipped, and say so. */
export function installDiskTools() {
  const folders = ['/usr/sbin', '/sbin', ...(process.env.PATH ?? '').split(':')];
  if (folders.some((folder) => existsSync(join(folder, 'e2fsck')))) return;
  if (installPackages(['e2fsprogs'])) return;
  console.warn('e2fsck is missing (package e2fsprogs): the tests that check the disk with it are skipped.');
}

/** Installs packages of Debian or Ubuntu. Returns whether it worked. */
export function installPackages(packages) {
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) return false;
  // A failing update is no reason to stop: the lists that are there may do.
  if (!aptIsFresh) tryToRun('apt-get', ['update', '-q']);
  aptIsFresh = true;
  const quiet = ['-qy', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends'];
  return tryToRun('apt-get', ['install', ...quiet, ...packages], { DEBIAN_FRONTEND: 'noninteractive' }) === 0;
}
