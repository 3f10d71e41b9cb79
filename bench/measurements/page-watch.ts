/** What the page costs while it runs: times between frames, the main thread's work, memory, lag. */
import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import { quantile } from '../../src/workers/bench/statistics.ts';
import type { OpenPage } from '../browser.ts';
import type { LabWindow } from './lab-page.ts';

interface WatchWindow extends LabWindow {
  frameTimes: number[];
  lags: number[];
}

/** Of one period. Memory is in bytes and taken after a garbage collection; shares are of one processor. */
export interface PageRow {
  readonly seconds: number;
  readonly frameMs: number | null;
  readonly frameP95Ms: number | null;
  readonly frameP99Ms: number | null;
  readonly longestMs: number;
  readonly mainThread: number;
  readonly cpus: number;
  readonly pageHeap: number;
  /** All memory of the page's process, the machines' RAM included; null where the system does not tell. */
  readonly resident: number | null;
  readonly lagMs: number | null;
  readonly lagP95Ms: number | null;
  readonly replies: number;
}

export class PageWatch {
  private readonly opened: OpenPage;
  private readonly session: CDPSession;
  private readonly startedMs = performance.now();
  private before: { metrics: Record<string, number>; cpu: number; atMs: number };

  private constructor(opened: OpenPage, session: CDPSession, before: PageWatch['before']) {
    this.opened = opened;
    this.session = session;
    this.before = before;
  }

  /** Begins to count frames and to look at the lag. The page's lab must be ready. */
  static async start(opened: OpenPage): Promise<PageWatch> {
    const session = await opened.page.context().newCDPSession(opened.page);
    await session.send('Performance.enable');
    await watchFrames(opened.page);
    const before = { metrics: await metricsOf(session), cpu: await opened.cpuSeconds(), atMs: performance.now() };
    return new PageWatch(opened, session, before);
  }

  /** What happened since the last call. */
  async row(): Promise<PageRow> {
    const { page, cpuSeconds } = this.opened;
    const { frameTimes, lags, replies } = await page.evaluate(() => {
      const view = window as unknown as WatchWindow;
      const seen = { frameTimes: view.frameTimes.splice(0), lags: view.lags.splice(0) };
      return { ...seen, replies: view.lab.state().client.replies };
    });
    await this.session.send('HeapProfiler.collectGarbage');
    const now = { metrics: await metricsOf(this.session), cpu: await cpuSeconds(), atMs: performance.now() };
    const seconds = (now.atMs - this.before.atMs) / 1000;
    const task = (now.metrics['TaskDuration'] ?? 0) - (this.before.metrics['TaskDuration'] ?? 0);
    const row: PageRow = {
      seconds: (now.atMs - this.startedMs) / 1000,
      frameMs: quantile(frameTimes, 0.5),
      frameP95Ms: quantile(frameTimes, 0.95),
      frameP99Ms: quantile(frameTimes, 0.99),
      longestMs: frameTimes.reduce((longest, time) => Math.max(longest, time), 0),
      mainThread: task / seconds,
      cpus: (now.cpu - this.before.cpu) / seconds,
      pageHeap: now.metrics['JSHeapUsedSize'] ?? 0,
      resident: await this.resident(),
      lagMs: quantile(lags, 0.5),
      lagP95Ms: quantile(lags, 0.95),
      replies,
    };
    this.before = now;
    return row;
  }

  private async resident(): Promise<number | null> {
    const { processInfo } = await this.opened.session.send('SystemInfo.getProcessInfo');
    const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentOf(id));
    return sizes.reduce((sum: number | null, size) => (sum === null || size === null ? null : sum + size), 0);
  }
}

async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const view = window as unknown as WatchWindow;
    view.frameTimes = [];
    view.lags = [];
    let lastMs = performance.now();
    const next = (nowMs: number): void => {
      view.frameTimes.push(nowMs - lastMs);
      lastMs = nowMs;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    setInterval(() => {
      const backup = Object.values(view.lab.state().hosts).find(({ role }) => role === 'backup');
      if (backup !== undefined) view.lags.push(backup.lagMs);
    }, 100);
  });
}

async function metricsOf(session: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

function residentOf(processId: number): number | null {
  try {
    const [, kibibytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}
