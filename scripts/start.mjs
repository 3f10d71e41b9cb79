/** `npm start`: installs what is missing, builds the page, serves it and opens it. */
import { spawn } from 'node:child_process';
import { installNodeModules } from './support/install.mjs';
import { main, run } from './support/run.mjs';
import { serveOnFreePort } from './serve-static.mjs';

const FIRST_PORT = 4173;

await main(async () => {
  installNodeModules();
  run('npm', ['run', 'build', '--silent']);
  const { address } = await serveOnFreePort({ folder: 'dist', port: FIRST_PORT, prefix: '/' });
  console.log(`\nLockstep is at ${address}\nEnd with Ctrl+C.`);
  openInBrowser(address);
});

/** Opens the address where somebody can see it; without a display, or without an opener, the printed line has to do. */
function openInBrowser(address) {
  if (process.env.CI || process.env.LOCKSTEP_NO_OPEN) return;
  const opener = openerFor(process.platform);
  if (!opener) return;
  const [program, ...programArguments] = opener;
  spawn(program, [...programArguments, address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

function openerFor(platform) {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}
