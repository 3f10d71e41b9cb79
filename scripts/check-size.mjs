/**
 * After the build: the compressed size of our own JavaScript and CSS, v86 not counted, and a limit on what the page loads at
 * first. The threads' programs and what is loaded on demand are listed with their own limits.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectFolder } from './support/run.mjs';

const limitsKB = { page: 300, threads: 75, 'on demand': 150 };
const dist = join(projectFolder, 'dist');
const folder = join(dist, 'assets');
const html = readFileSync(join(dist, 'index.html'), 'utf8');

/** Files that a program imports before it runs, and their imports. */
function withStaticImports(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  if (!name.endsWith('.js')) return found;
  const code = readFileSync(join(folder, name), 'utf8');
  for (const [, imported] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g))
    withStaticImports(imported, found);
  return found;
}

const page = new Set(
  [...html.matchAll(/assets\/([^"']+\.(?:js|css))/g)].flatMap(([, name]) => [...withStaticImports(name)]),
);
const isThread = (name) => /^(host|outside|storage)\.worker-/.test(name);
const groupOf = (name) => {
  if (name.startsWith('v86-')) return 'v86';
  if (page.has(name)) return 'page';
  return isThread(name) ? 'threads' : 'on demand';
};

const sums = { page: 0, threads: 0, 'on demand': 0, v86: 0 };
const files = readdirSync(folder)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => ({
    name,
    group: groupOf(name),
    kB: gzipSync(readFileSync(join(folder, name)), { level: 9 }).byteLength / 1000,
  }))
  .sort((a, b) => b.kB - a.kB);
for (const { name, group, kB } of files) {
  sums[group] += kB;
  console.log(`${kB.toFixed(1).padStart(7)} kB  ${group.padEnd(10)} ${name}`);
}
for (const [group, limit] of Object.entries(limitsKB)) {
  console.log(`${sums[group].toFixed(1).padStart(7)} kB  ${group}, compressed; the limit is ${limit} kB`);
  if (sums[group] <= limit) continue;
  console.error(`Too big. Load what is not needed at first with import(), or leave a library out.`);
  process.exitCode = 1;
}
