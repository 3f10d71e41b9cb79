/**
 * Guests that misbehave, in a real page: what the page makes of them, whether it answers meanwhile, and whether a reset helps.
 * Must not know the guests by name.
 */
import { readFileSync } from 'node:fs';
import { guestTroubles, type GuestTrouble } from '../../src/workers/node/guest-troubles.ts';
import { quantile } from '../../src/workers/bench/statistics.ts';
import type { LabWindow } from '../measurements/lab-page.ts';
import { Ground } from './ground.ts';
import type { OpenLab } from './open-lab.ts';

export interface TroubleRow {
  readonly id: string;
  readonly condition: string;
  readonly detail: string;
  /** From asking for a pause until every host had said what came before it, and the lab went on; the slowest of some. */
  readonly commandMs: number;
  /** Between two frames that the page drew. */
  readonly frameP95Ms: number;
  readonly longestFrameMs: number;
  readonly replies: number;
  /** Of the page's process, in MiB, when it began and at the end of the watch. */
  readonly residentMiB: readonly [number, number];
  readonly findings: readonly string[];
}

const watchMs = 10_000;
const commands = 5;

export async function misbehave(
  opened: OpenLab,
  only: string,
  print: (line: string) => void,
): Promise<readonly TroubleRow[]> {
  const ground = new Ground(opened, () => 0.5);
  const rows: TroubleRow[] = [];
  for (const trouble of guestTroubles.filter(({ id }) => id.includes(only))) {
    const row = await one(ground, trouble);
    rows.push(row);
    print(
      `${row.id}: ${row.condition}; ${row.replies} replies in ${watchMs / 1000} s; command at most ${row.commandMs.toFixed(0)} ms; ` +
        `frames 95 % ${row.frameP95Ms.toFixed(0)} ms, longest ${row.longestFrameMs.toFixed(0)} ms; ` +
        `${row.residentMiB.map((size) => size.toFixed(0)).join(' → ')} MiB`,
    );
    if (row.detail !== '') print(`  ${row.detail}`);
    for (const finding of row.findings) print(`  FOUND: ${finding}`);
    await ground.run('reset');
  }
  return rows;
}

async function one(ground: Ground, trouble: GuestTrouble): Promise<TroubleRow> {
  const findings: string[] = [];
  await ground.run('client', { action: 'start', rate: 20, connections: 2 });
  await ground.moreReplies(5);
  const since = await ground.lastEvent();
  const before = await ground.state();
  const residentBefore = await residentMiB(ground);
  await watchFrames(ground);
  await ground.run('type', { text: trouble.type });
  try {
    await ground.until(
      ({ hosts, service }, wanted) =>
        service.condition === wanted.condition &&
        (wanted.says === null || Object.values(hosts).some(({ console }) => console.includes(wanted.says ?? ''))),
      { condition: trouble.condition, says: trouble.says },
    );
  } catch (error) {
    findings.push(error instanceof Error ? error.message : String(error));
  }
  const commandMs = await slowestCommandMs(ground);
  await ground.pass(watchMs, watchMs);
  const frames = await frameTimes(ground);
  const after = await ground.state();
  const roles = Object.values(after.hosts).map(({ role }) => role);
  if (trouble.condition !== 'halted' && !(roles.includes('primary') && roles.includes('backup')))
    findings.push(`The pair did not stay whole: ${roles.join(', ')}.`);
  if (after.service.condition !== trouble.condition)
    findings.push(`In the end the service was ${after.service.condition}.`);
  for (const [id, { holds, note }] of Object.entries(after.invariants))
    if (!holds) findings.push(`Broken: ${id}. ${note ?? ''}`);
  findings.push(...(await ground.suspicions(since)), ...ground.opened.problems.splice(0));
  return {
    id: trouble.id,
    condition: after.service.condition,
    detail: after.service.detail,
    commandMs,
    frameP95Ms: quantile(frames, 0.95) ?? Number.NaN,
    longestFrameMs: Math.max(...frames),
    replies: after.client.replies - before.client.replies,
    residentMiB: [residentBefore, await residentMiB(ground)],
    findings,
  };
}

/** A pause is answered by every host, in the order of what it did before: nothing tells better whether they listen. */
async function slowestCommandMs(ground: Ground): Promise<number> {
  return ground.opened.page.evaluate(async (times) => {
    const { lab } = window as unknown as LabWindow;
    let slowest = 0;
    for (let count = 0; count < times; count++) {
      const from = performance.now();
      await lab.run('pause');
      slowest = Math.max(slowest, performance.now() - from);
      await lab.run('resume');
    }
    return slowest;
  }, commands);
}

interface FrameWindow {
  chaosFrames?: number[];
}

async function watchFrames(ground: Ground): Promise<void> {
  await ground.opened.page.evaluate(() => {
    const view = window as unknown as FrameWindow;
    const isRunning = view.chaosFrames !== undefined;
    view.chaosFrames = [];
    if (isRunning) return;
    let lastMs = performance.now();
    const next = (nowMs: number): void => {
      view.chaosFrames?.push(nowMs - lastMs);
      lastMs = nowMs;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

async function frameTimes(ground: Ground): Promise<number[]> {
  return ground.opened.page.evaluate(() => (window as unknown as FrameWindow).chaosFrames?.splice(0) ?? []);
}

/** All memory of the page's process, the machines' RAM included; NaN where the system does not tell. */
async function residentMiB(ground: Ground): Promise<number> {
  try {
    const status = readFileSync(`/proc/${await ground.opened.rendererId()}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
