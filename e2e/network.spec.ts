/**
 * Storage and links that fail: who waits, who goes live, who halts, and what the client notices.
 * Paper sections 2.2, 2.3, 3.2 and 3.3.
 */
import type { Page } from '@playwright/test';
import type { LabState } from '../src/workers/lab/lab.ts';
import type { LabModel } from '../src/workers/lab/model.ts';
import { broken, failOver, hostAs, moreReplies, someHostAs } from './support/hosts.ts';
import { events, expect, run, state, test, type, until } from './support/lab.ts';
import { shareLab } from './support/shared-lab.ts';

const lab = shareLab();

async function eventKinds(page: Page): Promise<string[]> {
  return (await events(page)).map((event) => event.kind);
}

/** Where the switch sent what the client sent from `sinceMs` on. */
async function ports(page: Page, sinceMs: number): Promise<string[]> {
  return page.evaluate((from) => {
    const { packets } = (window as unknown as { lab: LabModel }).lab;
    const rows = Array.from({ length: packets.length }, (_, index) => packets.at(index));
    return rows
      .filter((row) => row !== undefined && row.labMs >= from && row.from === 'client')
      .map((row) => (row!.to.length > 1 ? 'everybody' : row!.to.join()));
  }, sinceMs);
}

function expectOneLiveOneHalted(current: LabState): void {
  const roles = Object.values(current.hosts).map((host) => host.role);
  expect(roles.toSorted()).toEqual(['halted', 'live-alone', 'spare']);
  expect(current.storage.testAndSet).toBe(hostAs(current, 'live-alone'));
  expect(broken(current)).toEqual([]);
}

test('storage that cannot be reached means waiting, not going live', async () => {
  const { page } = lab;
  await run(page, 'storage', { action: 'offline' });
  await run(page, 'crash');
  const waiting = await someHostAs(page, 'waiting');
  expect(waiting).toBe('B');
  // It was refused more than once, and still waits.
  await expect
    .poll(async () => (await eventKinds(page)).filter((kind) => kind === 'test-and-set-unreachable').length)
    .toBeGreaterThan(1);
  await expect(page.getByTestId('role-B')).toHaveAttribute('data-role', 'waiting');
  expect((await state(page)).storage.testAndSet).toBe('unset');

  await page.getByRole('button', { name: 'Bring online' }).click();
  await until(page, (now) => now.hosts.B.role === 'live-alone' && now.storage.testAndSet === 'B');
});

test('a lost reply to the test-and-set is harmless, because the winner may ask again', async () => {
  const { page } = lab;
  await run(page, 'storage', { action: 'lose-reply' });
  expect(await failOver(page)).toBe('B');
  expect(await eventKinds(page)).toContain('test-and-set-unreachable');
});

test('without that rule the winner takes itself for the loser, and nobody is live', async () => {
  const { page } = lab;
  await run(page, 'set-rule', { rule: 'idempotentTestAndSet', on: false });
  await run(page, 'storage', { action: 'lose-reply' });
  await run(page, 'crash');
  const lost = await until(page, (now) => now.hosts.B.role === 'halted');
  expect(lost.storage.testAndSet).toBe('B');
  expect(hostAs(lost, 'live-alone')).toBeNull();
});

for (const direction of ['out', 'in'] as const) {
  test(`a channel that is cut in one direction (${direction}) leaves one live and one halted`, async () => {
    const { page } = lab;
    await run(page, 'client', { action: 'start', rate: 20 });
    await moreReplies(page, 2);
    await run(page, 'cut', { link: 'logging', host: 'A', direction });
    await someHostAs(page, 'halted');
    await someHostAs(page, 'live-alone');
    expectOneLiveOneHalted(await moreReplies(page, 3));
    expect((await state(page)).client).toMatchObject({ reconnects: 0, errors: [] });
  });
}

test('a crash between an output and its becoming known: it is sent twice, and TCP drops one', async () => {
  const { page } = lab;
  await run(page, 'client', { action: 'request', text: 'INCR hits' });
  const before = await until(page, (now) => now.client.replies === 1);
  expect(before.client.duplicatesDropped).toBe(0);
  await run(page, 'crash', { at: 'after-output' });
  await run(page, 'client', { action: 'request', text: 'INCR hits' });
  await someHostAs(page, 'live-alone');
  await until(page, (now) => now.client.duplicatesDropped > 0);
  await run(page, 'client', { action: 'request', text: 'GET hits' });
  const after = await until(page, (now) => now.client.replies === 3);
  expect(after.client).toMatchObject({ lastReply: 'OK 2', reconnects: 0, errors: [] });
  expect(broken(after)).toEqual([]);
});

test('a datagram is protected by nobody: the client sees the same one twice', async () => {
  const { page } = lab;
  await run(page, 'crash', { at: 'after-output' });
  await run(page, 'client', { action: 'udp', text: 'INCR atm' });
  await someHostAs(page, 'live-alone');
  const after = await until(page, (now) => now.client.udpDuplicates > 0);
  expect(after.client.udpReplies).toBeGreaterThan(0);
});

test('a new primary that does not say where it is, is not found until the client asks everybody', async () => {
  const { page } = lab;
  await run(page, 'client', { action: 'request', text: 'INCR hits' });
  await until(page, (now) => now.client.replies === 1 && now.network.serviceAt === 'A');
  await run(page, 'set-rule', { rule: 'announceLocation', on: false });
  await run(page, 'crash');
  const live = await until(page, (now) => now.hosts.B.role === 'live-alone');
  expect(live.network.serviceAt).not.toBe('B');
  const since = (await events(page)).findLast((event) => event.kind === 'crash')!;
  const kinds = (await events(page, since.number)).map((event) => event.kind);
  expect(kinds).toContain('went-live');
  expect(kinds).not.toContain('location-announced');
  await run(page, 'client', { action: 'request', text: 'INCR hits' });
  const found = await until(page, (now) => now.client.replies === 2);
  expect(found.network.serviceAt).toBe('B');
  expect(found.client).toMatchObject({ lastReply: 'OK 2', reconnects: 0 });
  // What the client sent again and again went to the port of the dead host, until its broadcast reached the other one.
  const sentTo = await ports(page, live.time.labMs);
  const answered = sentTo.indexOf('everybody');
  expect(answered).toBeGreaterThan(2);
  expect(new Set(sentTo.slice(0, answered))).toEqual(new Set(['A']));
});

test('a batch with a wrong checksum is never executed', async () => {
  const { page } = lab;
  await page.getByTestId('corrupt').click();
  await someHostAs(page, 'halted');
  await expect(page.getByTestId('reason-B')).toContainText('bad checksum');
  await someHostAs(page, 'live-alone');
  expectOneLiveOneHalted(await until(page, (now) => now.storage.testAndSet !== 'unset'));
});

test('a backup that lags makes the primary slower, and no longer when it has caught up', async () => {
  const { page } = lab;
  await type(page, 'while :; do :; done\n');
  await run(page, 'set-host', { host: 'B', cpu: 5 });
  const throttled = await until(page, (now) => now.hosts.B.lagMs > 1000 && now.hosts.A.cpuLimit < 100);
  expect(await eventKinds(page)).toContain('throttled');
  await run(page, 'set-host', { host: 'B', cpu: 100 });
  // Ctrl C: with nothing to execute, the backup catches up.
  await type(page, '\u0003');
  await until(page, (now) => now.hosts.B.lagMs < 300);
  await until(page, (now, lowest) => now.hosts.A.cpuLimit > lowest, { argument: throttled.hosts.A.cpuLimit });
  expect(broken(await state(page))).toEqual([]);
});

test('a service that is switched off is not taken over, and finds its data when it is switched on', async () => {
  const { page } = lab;
  await run(page, 'client', { action: 'request', text: 'SET motto lockstep' });
  await until(page, (now) => now.client.lastReply === 'OK lockstep');
  await run(page, 'power-off');
  const off = await until(page, (now) => now.hosts.A.role === 'powered-off' && now.hosts.B.role === 'powered-off');
  expect(hostAs(off, 'live-alone')).toBeNull();
  expect(await eventKinds(page)).not.toContain('peer-lost');

  await run(page, 'power-on');
  await until(
    page,
    (now) =>
      now.hosts.A.role === 'primary' && now.hosts.B.role === 'backup' && now.hosts.A.console.includes('guest ready'),
  );
  // The connection died with the VM; the client's probe of a silent server finds that out.
  await until(page, (now) => now.client.reconnects === 1);
  await run(page, 'client', { action: 'request', text: 'GET motto' });
  const found = await until(page, (now) => now.client.replies === 2);
  expect(found.client.lastReply).toBe('OK lockstep');
  expect(broken(found)).toEqual([]);
});
