/**
 * npm run bench:profile -- --workload echo [--configuration protected] [--seconds 3]: where the hosts' time goes.
 * A CPU profile of every worker while the workload runs, and the functions that took most time themselves.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { CDPSession } from '@playwright/test';
import type { Sample } from '../src/workers/bench/benchmark.ts';
import { workloads } from '../src/workers/bench/workload.ts';
import { parseArguments } from './arguments.ts';
import { openPage, root } from './browser.ts';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const samplingIntervalUs = 250;
const shownFunctions = 25;
const shownCallers = 3;
const leastShare = 0.004;

/** Talks to workers, which a page's session reaches only through messages. */
class WorkerSessions {
  private readonly session: CDPSession;
  private readonly names = new Map<string, string>();
  private readonly waiting = new Map<string, (result: unknown) => void>();
  private next = 1;

  constructor(session: CDPSession) {
    this.session = session;
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      this.names.set(sessionId, targetInfo.title || targetInfo.url);
    });
    session.on('Target.detachedFromTarget', ({ sessionId }) => void this.names.delete(sessionId));
    session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
      if (id !== undefined) this.waiting.get(`${sessionId}/${id}`)?.(result);
    });
  }

  async attach(): Promise<void> {
    await this.session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
  }

  get all(): readonly string[] {
    return [...this.names.keys()];
  }

  name(sessionId: string): string {
    return this.names.get(sessionId) ?? sessionId;
  }

  async send(sessionId: string, method: string, params: object = {}): Promise<unknown> {
    const id = this.next++;
    const result = new Promise((resolve) => {
      this.waiting.set(`${sessionId}/${id}`, resolve);
    });
    await this.session.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    return result;
  }
}

/** What the browser itself does is told by who asked for it, three callers up. */
function labelsOf(nodes: Profile['nodes']): Map<number, string> {
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const label = (node: Profile['nodes'][number], callers: number): string => {
    const own = labelOf(node.callFrame);
    const parent = byId.get(parents.get(node.id) ?? -1);
    if (node.callFrame.url !== '' && callers === shownCallers) return own;
    return callers === 0 || parent === undefined ? own : `${own} < ${label(parent, callers - 1)}`;
  };
  return new Map(nodes.map((node) => [node.id, label(node, shownCallers)]));
}

function show(name: string, { nodes, samples, timeDeltas }: Profile): void {
  const labels = labelsOf(nodes);
  const self = new Map<string, number>();
  let totalUs = 0;
  samples.forEach((id, index) => {
    const label = labels.get(id) ?? '?';
    self.set(label, (self.get(label) ?? 0) + timeDeltas[index]!);
    totalUs += timeDeltas[index]!;
  });
  const idleUs = [...self].reduce((sum, [label, us]) => sum + (label.startsWith('(idle)') ? us : 0), 0);
  if (totalUs - idleUs < 1000) return;
  console.log(`\n${name}: ${(totalUs / 1e6).toFixed(2)} s, busy ${(100 - (100 * idleUs) / totalUs).toFixed(0)} %`);
  for (const [label, us] of [...self].sort((a, b) => b[1] - a[1]).slice(0, shownFunctions)) {
    if (us / totalUs >= leastShare && !label.startsWith('(idle)'))
      console.log(`  ${((100 * us) / totalUs).toFixed(1).padStart(5)} %  ${label}`);
  }
}

function showSample({ workload, configuration, rate, cpus, log }: Sample): void {
  console.log(
    `\n===== ${workload}, ${configuration}: ${rate.toFixed(0)} units/s${cpus === null ? '' : `, ${cpus.toFixed(2)} processors`}`,
  );
  if (log === null) return;
  console.log('  count   median      95 %      99 %   milliseconds');
  for (const { name, count, medianMs, p95Ms, p99Ms } of log.hops)
    if (count > 0)
      console.log(
        `${String(count).padStart(7)}${[medianMs, p95Ms, p99Ms].map((ms) => ms.toFixed(2).padStart(10)).join('')}   ${name}`,
      );
}

/** Compiled guest code has no names: all of it is one line. */
function labelOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  if (url.startsWith('wasm:')) return /v86/.test(url) ? `v86.wasm ${functionName}` : 'guest code, compiled';
  const file = url.slice(url.lastIndexOf('/') + 1);
  return `${functionName || '(anonymous)'}${file === '' ? '' : ` ${file}:${lineNumber + 1}`}`;
}

const { options, dist } = parseArguments(process.argv.slice(2));
const outDir = '.cache/bench-profile';
const folder = dist ?? join(root, outDir);
// With names, which minifying would take away.
if (dist === null)
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--minify',
      'false',
      '--outDir',
      outDir,
      '--emptyOutDir',
      '--logLevel',
      'error',
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
const opened = await openPage(folder);
const pageSession = await opened.page.context().newCDPSession(opened.page);
await pageSession.send('Profiler.enable');
await pageSession.send('Profiler.setSamplingInterval', { interval: samplingIntervalUs });
const sessions = new WorkerSessions(pageSession);
await sessions.attach();
await opened.page.evaluate(async (configurations) => {
  const view = window as unknown as {
    lab: { ready: Promise<unknown>; close(): void };
    lockstepBenchmark(): Promise<typeof import('../src/workers/bench/browser-benchmark.ts')>;
    ready?: Promise<unknown>;
    start?: (workload: string, seconds: number) => Promise<unknown>;
  };
  await view.lab.ready;
  view.lab.close();
  // The page has nothing to draw any more.
  window.requestAnimationFrame = () => 0;
  document.querySelector('#root')?.remove();
  const { machinesInBrowser } = await view.lockstepBenchmark();
  const run = await machinesInBrowser(configurations);
  view.start = run as typeof view.start;
}, options.configurations.slice(-1));
for (const { id } of workloads.filter(({ id }) => options.workloads.includes(id))) {
  const start = async (seconds: number): Promise<unknown> =>
    opened.page.evaluate(
      async ([workload, length]) =>
        (window as unknown as { start(workload: string, seconds: number): Promise<unknown> }).start(workload, length),
      [id, seconds] as const,
    );
  await start(1);
  // Hops first, while nothing else watches: sampling makes everything slower.
  showSample((await start(options.seconds)) as Sample);
  const profiled = sessions.all;
  await Promise.all(
    profiled.map(async (session) => {
      await sessions.send(session, 'Profiler.enable');
      await sessions.send(session, 'Profiler.setSamplingInterval', { interval: samplingIntervalUs });
      await sessions.send(session, 'Profiler.start');
    }),
  );
  await pageSession.send('Profiler.start');
  await start(options.seconds);
  show('page', (await pageSession.send('Profiler.stop')).profile as Profile);
  for (const session of profiled) {
    const stopped = (await sessions.send(session, 'Profiler.stop')) as { profile?: Profile } | undefined;
    if (stopped?.profile !== undefined) show(sessions.name(session), stopped.profile);
  }
}
await opened.close();
