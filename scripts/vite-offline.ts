/**
 * Writes `service-worker.js` into the built page: the worker's source with the list of all files, their SHA-256 and a
 * build id put in. The id is a digest over that list, so the same sources give the same worker, byte for byte.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

const SOURCE = new URL('./service-worker.js', import.meta.url);
const MANIFEST_MARK = 'BUILD_MANIFEST';

/** The plugin; it runs after Vite has written everything, public files included. */
export function offline(): Plugin {
  let folder = 'dist';
  return {
    name: 'offline',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: () => writeServiceWorker(folder),
    },
  };
}

/** Writes the service worker for all files that are in a folder now. */
export function writeServiceWorker(folder: string): void {
  const source = readFileSync(SOURCE, 'utf8');
  if (!source.includes(MANIFEST_MARK)) throw new Error(`${SOURCE.pathname}: the mark ${MANIFEST_MARK} is missing`);
  const files = listFiles(folder)
    .filter((path) => path !== 'service-worker.js')
    .map((path) => ({ path, sha256: sha256(readFileSync(join(folder, path))) }));
  const id = sha256(JSON.stringify(files)).slice(0, 16);
  writeFileSync(
    join(folder, 'service-worker.js'),
    source.replace(MANIFEST_MARK, () => JSON.stringify({ id, files }, null, 1)),
  );
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
