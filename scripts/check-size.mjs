/** After the build: the compressed size of our own JavaScript and CSS, v86 not counted, and a limit on it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectFolder } from './support/run.mjs';

const LIMIT_KB = 300;
const folder = join(projectFolder, 'dist/assets');

const sizes = readdirSync(folder)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => ({ name, kB: gzipSync(readFileSync(join(folder, name))).byteLength / 1000 }))
  .sort((a, b) => b.kB - a.kB);
const isV86 = ({ name }) => name.startsWith('v86-');
const ownKB = sizes.filter((size) => !isV86(size)).reduce((sum, { kB }) => sum + kB, 0);

for (const size of sizes) {
  console.log(`${size.kB.toFixed(1).padStart(7)} kB  ${size.name}${isV86(size) ? '  (not counted)' : ''}`);
}
console.log(
  `${ownKB.toFixed(1).padStart(7)} kB  JavaScript and CSS compressed, without v86; the limit is ${LIMIT_KB} kB`,
);
if (ownKB > LIMIT_KB) {
  console.error('Too big. Load what is not needed at first with import(), or leave a library out.');
  process.exitCode = 1;
}
