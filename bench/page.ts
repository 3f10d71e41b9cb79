/**
 * npm run bench:page [-- --minutes 2] [--write]: does the page stay smooth and small? Both machines and the client are busy
 * and the timeline follows. `--write` puts the beginning, the middle and the end into docs/LONG-RUN.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments } from './arguments.ts';
import { openPage, root } from './browser.ts';
import { dateAndCommit, machineName } from './machine-name.ts';
import { figure, run, stateOf, table, until } from './measurements/lab-page.ts';
import { PageWatch, type PageRow } from './measurements/page-watch.ts';

const shortPeriodMs = 5_000;
const longPeriodMs = 60_000;
const mebibyte = 2 ** 20;

const titles = [
  'minute',
  'frame ms',
  '95 %',
  '99 %',
  'longest',
  'main thread',
  'CPUs',
  'lag ms',
  'lag 95 %',
  'page heap MiB',
  'process MiB',
];

const { minutes, dist, json, write } = parseArguments(process.argv.slice(2));
const opened = await openPage(dist);
const { page } = opened;
await until(page, ({ hosts }) => hosts.A.role === 'primary' && hosts.B.role === 'backup');
await page.evaluate(async () => (window as unknown as { lab: { ready: Promise<unknown> } }).lab.ready);
await run(page, 'client', { action: 'start', rate: 50, connections: 2 });
await run(page, 'type', { text: 'while :; do work cpu 60; done\n' });
const watch = await PageWatch.start(opened);
const rows: PageRow[] = [];
const startedMs = performance.now();
const periodMs = minutes > 5 ? longPeriodMs : shortPeriodMs;
console.log(line(titles));
while (performance.now() - startedMs < minutes * 60_000) {
  await page.waitForTimeout(periodMs);
  const row = await watch.row();
  rows.push(row);
  console.log(line(cellsOf(row)));
}
const { invariants, hosts, client } = await stateOf(page);
const broken = Object.entries(invariants).filter(([, { holds }]) => !holds);
const end = `${client.replies} requests answered; ${Object.entries(hosts)
  .map(([id, { role, mips }]) => `${id} ${role} ${mips.toFixed(0)} MIPS`)
  .join(', ')}; ${broken.length === 0 ? 'all invariants held' : `broken: ${broken.map(([id]) => id).join(', ')}`}.`;
console.log(end);
if (write) writeFileSync(join(root, 'docs/LONG-RUN.md'), documentOf(end));
if (json) console.log(JSON.stringify({ rows }));
await opened.close();
process.exit(broken.length > 0 ? 1 : 0);

function cellsOf(row: PageRow): string[] {
  return [
    (row.seconds / 60).toFixed(1),
    figure(row.frameMs),
    figure(row.frameP95Ms),
    figure(row.frameP99Ms),
    row.longestMs.toFixed(0),
    `${(row.mainThread * 100).toFixed(0)} %`,
    row.cpus.toFixed(2),
    figure(row.lagMs, 0),
    figure(row.lagP95Ms, 0),
    (row.pageHeap / mebibyte).toFixed(1),
    row.resident === null ? '–' : (row.resident / mebibyte).toFixed(0),
  ];
}

function line(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padStart(titles[index]!.length)).join('  ');
}

/** A whole hour is sixty rows; three say whether anything grows or slows down, and the rest is what lies between. */
function documentOf(last: string): string {
  const shown = [rows[0]!, rows[Math.floor(rows.length / 2)]!, rows.at(-1)!];
  const resident = rows.map((row) => (row.resident ?? 0) / mebibyte);
  const heaps = rows.map((row) => row.pageHeap / mebibyte);
  const range = (values: readonly number[]): string =>
    `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} MiB`;
  return `# The page over time

Written by \`npm run bench:page -- --minutes ${minutes} --write\` ${dateAndCommit()}, on ${machineName()}, ${opened.browserVersion}
without a graphics processor. Both replicas compute without pause, the client sends 50 requests a second over two connections, the
timeline follows. Each row is one period of ${periodMs / 1000} s; memory is taken after a garbage collection.

${table(titles, shown.map(cellsOf))}

The last column has all threads and the machines' own RAM, three times 32 MiB.
Over all ${rows.length} periods the page's heap was ${range(heaps)}, the process ${range(resident)}.

At the end: ${last}
`;
}
