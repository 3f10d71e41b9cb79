/**
 * npm run chaos: the built page in a real browser, and a computer around it that hides it, stops it, keeps it busy, while the client's
 * writes must not be lost. Then guests that misbehave. docs/ROBUSTNESS.md says what came of it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { misbehave } from './chaos/misbehave.ts';
import { openLab } from './chaos/open-lab.ts';
import { chaos } from './chaos/run.ts';

const usage = `npm run chaos -- [options]
  --seed N        which faults, in which order, at which moments (default 1)
  --minutes M     how long (default 5)
  --fault WORD    only faults whose name contains the word
  --guests        instead: guests that misbehave, one after the other
  --guest WORD    only guests whose name contains the word
  --dist FOLDER   a built page (default dist, built when it is missing)
  --json          the last line is JSON`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '5' },
    fault: { type: 'string', default: '' },
    guests: { type: 'boolean', default: false },
    guest: { type: 'string', default: '' },
    dist: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const minutes = Number(values.minutes);
if (values.help || !Number.isInteger(seed) || !(minutes > 0)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const opened = await openLab(values.dist ?? builtPage());
const print = (line: string): void => console.log(line);
let findings: number;
if (values.guests || values.guest !== '') {
  const rows = await misbehave(opened, values.guest, print);
  findings = rows.reduce((sum, { findings: found }) => sum + found.length, 0);
  if (values.json) console.log(JSON.stringify({ rows }));
} else {
  const { counts, tried, seconds } = await chaos(opened, { seed, minutes, fault: values.fault }, print);
  for (const [id, times] of [...tried].sort(([one], [other]) => one.localeCompare(other)))
    console.log(`${String(times).padStart(4)} × ${id}`);
  console.log(
    `${counts.faults} faults, ${counts.failovers} failovers in ${(seconds / 60).toFixed(1)} minutes; ${counts.replies} replies; ` +
      `memory compared ${counts.memoryComparisons} times`,
  );
  console.log(
    `${counts.violations} violations, ${counts.lostWrites} lost writes, ${counts.divergences} divergences, ` +
      `${counts.falseSuspicions} false suspicions`,
  );
  if (values.json) console.log(JSON.stringify(counts));
  findings = counts.violations;
}
await opened.close();
process.exit(findings === 0 ? 0 : 1);

function builtPage(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const folder = join(root, 'dist');
  if (!existsSync(join(folder, 'index.html')))
    execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  return folder;
}
