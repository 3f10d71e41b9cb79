/**
 * npm run bench:page [-- --minutes 2]: does the page stay smooth and small? Both machines and the client are busy and the
 * timeline follows; measured are the times between frames, the main thread's work per second, and the JavaScript heap.
 */
import type { CDPSession } from '@playwright/test';
import { quantile } from '../src/workers/bench/statistics.ts';
import { parseArguments } from './arguments.ts';
import { openPage } from './browser.ts';

interface PageWindow {
  lab: {
    ready: Promise<unknown>;
    run(id: string, parameters: object): Promise<unknown>;
    state(): { invariants: Record<string, { holds: boolean }>; hosts: Record<string, { role: string; mips: number }> };
  };
  frameTimes: number[];
}

const periodMs = 5_000;

/** What the browser counted so far. Seconds, bytes. */
async function metricsOf(session: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

const { minutes, dist, json } = parseArguments(process.argv.slice(2));
const { page, cpuSeconds, close } = await openPage(dist);
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');
await page.evaluate(async () => {
  const view = window as unknown as PageWindow;
  await view.lab.ready;
  await view.lab.run('client', { action: 'start', rate: 50, connections: 2 });
  await view.lab.run('type', { text: 'while :; do work cpu 60; done\n' });
  view.frameTimes = [];
  let lastMs = performance.now();
  const next = (nowMs: number): void => {
    view.frameTimes.push(nowMs - lastMs);
    lastMs = nowMs;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
});
const rows: {
  seconds: number;
  frameMs: number;
  frameP99Ms: number;
  longest: number;
  mainThread: number;
  scripts: number;
  cpus: number;
  heapMiB: number;
}[] = [];
const startedMs = performance.now();
let before = { metrics: await metricsOf(session), cpu: await cpuSeconds(), atMs: startedMs };
console.log('    s  frame ms    p99  longest  main thread  scripts  CPUs  heap MiB');
while (performance.now() - startedMs < minutes * 60_000) {
  await page.waitForTimeout(periodMs);
  const frameTimes = await page.evaluate(() => (window as unknown as PageWindow).frameTimes.splice(0));
  await session.send('HeapProfiler.collectGarbage');
  const now = { metrics: await metricsOf(session), cpu: await cpuSeconds(), atMs: performance.now() };
  const seconds = (now.atMs - before.atMs) / 1000;
  const per = (name: string): number => ((now.metrics[name] ?? 0) - (before.metrics[name] ?? 0)) / seconds;
  const row = {
    seconds: (now.atMs - startedMs) / 1000,
    frameMs: quantile(frameTimes, 0.5) ?? 0,
    frameP99Ms: quantile(frameTimes, 0.99) ?? 0,
    longest: Math.max(0, ...frameTimes),
    mainThread: per('TaskDuration'),
    scripts: per('ScriptDuration'),
    cpus: (now.cpu - before.cpu) / seconds,
    heapMiB: (now.metrics['JSHeapUsedSize'] ?? 0) / 2 ** 20,
  };
  rows.push(row);
  before = now;
  console.log(
    `${row.seconds.toFixed(0).padStart(5)} ${row.frameMs.toFixed(1).padStart(9)} ${row.frameP99Ms.toFixed(1).padStart(6)} ${row.longest.toFixed(0).padStart(8)} ` +
      `${(row.mainThread * 100).toFixed(0).padStart(10)} % ${(row.scripts * 100).toFixed(0).padStart(6)} % ${row.cpus.toFixed(2).padStart(5)} ${row.heapMiB.toFixed(1).padStart(9)}`,
  );
}
const { invariants, hosts } = await page.evaluate(() => (window as unknown as PageWindow).lab.state());
const broken = Object.entries(invariants).filter(([, { holds }]) => !holds);
console.log(
  `Hosts: ${Object.entries(hosts)
    .map(([id, { role, mips }]) => `${id} ${role} ${mips.toFixed(0)} MIPS`)
    .join(', ')}`,
);
if (broken.length > 0) console.log(`Broken: ${broken.map(([id]) => id).join(', ')}`);
if (json) console.log(JSON.stringify({ rows }));
await close();
process.exit(broken.length > 0 ? 1 : 0);
