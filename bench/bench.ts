/**
 * npm run bench: every workload on stock v86, on two of them, here unprotected and here protected. See bench/RESULTS.md.
 */
import { rowsOf } from '../src/workers/bench/rows.ts';
import { markdownTable } from '../src/workers/bench/table.ts';
import { parseArguments } from './arguments.ts';
import { openPage } from './browser.ts';
import { runInBrowser } from './in-browser.ts';
import { runInNode } from './in-node.ts';
import { runMicro } from './micro.ts';
import { writeResults } from './results.ts';

const { options, json, write, where, what, dist } = parseArguments(process.argv.slice(2));
const say = (text: string): void => void (process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`));

async function measure() {
  if (where === 'node') return { samples: await runInNode(options, say), place: `Node ${process.version}` };
  const opened = await openPage(dist);
  try {
    return { samples: await runInBrowser(opened, options, say), place: opened.browserVersion };
  } finally {
    await opened.close();
  }
}

if (what === 'micro') {
  const rows = await runMicro();
  for (const { name, value, unit } of rows)
    console.log(`${name.padEnd(42)} ${value.toPrecision(3).padStart(9)} ${unit}`);
  if (json) console.log(JSON.stringify({ rows }));
  process.exit(0);
}
const { samples, place } = await measure();
const rows = rowsOf(samples);
const table = markdownTable(rows);
say('');
console.log(`${table}\n`);
if (write) console.log(`Written: ${writeResults({ table, place, options })}`);
if (json) console.log(JSON.stringify({ rows }));
process.exit(rows.every(({ ok }) => ok) ? 0 : 1);
