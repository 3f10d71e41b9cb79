/** Lab time: it stops, goes in steps and goes slowly, for machines, links and timeouts together. */
import type { Page } from '@playwright/test';
import type { LabState } from '../src/workers/lab/lab.ts';
import { moreReplies } from './support/hosts.ts';
import { events, expect, run, state, test, type, until } from './support/lab.ts';
import { shareLab } from './support/shared-lab.ts';

const lab = shareLab();

/** What stands still as soon as a pause or a step is over. */
async function moving(page: Page) {
  const { hosts, time, channel, storage } = await state(page);
  return {
    instructions: [hosts.A.instructions, hosts.B.instructions],
    labMs: time.labMs,
    sentBatches: channel.sentBatches,
    writes: storage.writes,
  };
}

function entriesBesideClock({ channel }: LabState): number {
  const { 'slice-ended': _clock, ...others } = channel.entries;
  return Object.values(others).reduce((sum, count) => sum + count, 0);
}

/** What the primary executes within so much lab time, and how long that takes. */
async function pace(page: Page, labMs: number): Promise<{ instructions: number; realMs: number }> {
  const from = await state(page);
  const startedMs = Date.now();
  const to = await until(page, (now, wanted) => now.time.labMs >= wanted, { argument: from.time.labMs + labMs });
  return { instructions: to.hosts.A.instructions - from.hosts.A.instructions, realMs: Date.now() - startedMs };
}

/** Time passes in the page: so many of its frames are drawn. */
async function pageFrames(page: Page, count: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    for (let frame = 0; frame < wanted; frame++)
      await new Promise<unknown>((resolve) => {
        requestAnimationFrame(resolve);
      });
  }, count);
}

test('pause stops everything, and resume goes on from there', async () => {
  const { page } = lab;
  await run(page, 'client', { action: 'start', rate: 50 });
  await type(page, 'while :; do :; done\n');
  await moreReplies(page, 3);
  await run(page, 'pause');
  const paused = await moving(page);
  await pageFrames(page, 60);
  expect(await moving(page)).toEqual(paused);
  // The client's last report may have come a moment later.
  const { client } = await state(page);
  await pageFrames(page, 30);
  expect((await state(page)).client.requests).toBe(client.requests);
  expect(paused.instructions[0]).toBeGreaterThan(0);

  await run(page, 'resume');
  const later = await moreReplies(page, 3);
  expect(later.time.labMs).toBeGreaterThan(paused.labMs);
  expect(later.hosts.A.role).toBe('primary');
  expect(later.hosts.B.role).toBe('backup');
});

test('a step ends at the next slices, the next entry or the next output', async () => {
  const { page } = lab;
  await expect(run(page, 'step')).rejects.toThrow(/only while the lab is paused/);
  await run(page, 'pause');
  const before = await state(page);
  await run(page, 'step', { to: 'slice' });
  const slice = await state(page);
  expect(slice.channel.sentBatches).toBeGreaterThan(before.channel.sentBatches);
  expect(slice.time.paused).toBe(true);

  await type(page, '#');
  await run(page, 'step', { to: 'entry' });
  const entry = await state(page);
  expect(entriesBesideClock(entry)).toBeGreaterThan(entriesBesideClock(slice));

  await run(page, 'client', { action: 'request', text: 'PING' });
  await run(page, 'step', { to: 'output' });
  const output = await state(page);
  expect(output.channel.entries['output-made'] ?? 0).toBeGreaterThan(entry.channel.entries['output-made'] ?? 0);
  // Nothing went on by itself.
  const stepped = await moving(page);
  await pageFrames(page, 30);
  expect(await moving(page)).toEqual(stepped);
});

test('in slow motion machines run slowly, and nobody is taken for dead', async () => {
  const { page } = lab;
  await type(page, 'while :; do :; done\n');
  await until(page, (now) => now.hosts.A.mips > 1);
  const full = await pace(page, 300);
  const factor = 0.01;
  await run(page, 'speed', { factor });
  // Twenty milliseconds of lab time take two real seconds: more than any timeout, if those ran in real time.
  const slow = await pace(page, 20);
  expect(slow.realMs).toBeGreaterThan((20 / factor) * 0.9);
  expect(slow.instructions).toBeGreaterThan(0);
  // On a machine that is busy with other things full speed is far from full; slow motion is not.
  expect(slow.instructions / slow.realMs).toBeLessThan(full.instructions / full.realMs / 2);
  expect((await events(page)).map((event) => event.kind)).not.toContain('peer-lost');
  const { hosts } = await state(page);
  expect(hosts.A.role).toBe('primary');
  expect(hosts.B.role).toBe('backup');

  // A crash in slow motion is noticed, by lab time.
  await run(page, 'speed', { factor: 0.3 });
  await run(page, 'crash');
  await until(page, (now) => now.hosts.B.role === 'live-alone');
  await run(page, 'speed', { factor: 1 });
});
