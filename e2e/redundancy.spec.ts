/**
 * Failure after failure, and a new backup each time: the shell, the client's one TCP connection and every acknowledged write
 * outlive all of them. Paper sections 2.3 and 3.1.
 */
import { canCheckDisks, checkDisk } from '../src/workers/node/disk-check.ts';
import { diskImage } from './support/disk-image.ts';
import { broken, failOver, memoryComparedAgain, moreReplies, someHostAs } from './support/hosts.ts';
import { expect, run, state, test, type, until } from './support/lab.ts';
import { shareLab } from './support/shared-lab.ts';

const CRASHES = 10;
/** Requests a second. */
const RATE = 20;

const lab = shareLab();

test(`${CRASHES} crashes in a row`, async () => {
  const { page } = lab;
  await type(page, 'lives=0\n');
  await run(page, 'client', { action: 'start', rate: RATE });
  await moreReplies(page, 3);

  let crashed = '';
  for (let crash = 1; crash <= CRASHES; crash++) {
    const live = await failOver(page);
    expect(live).not.toBe(crashed);
    await moreReplies(page, 2);
    await run(page, 'start-backup');
    await someHostAs(page, 'backup');
    await moreReplies(page, 2);
    const compared = await memoryComparedAgain(page);
    expect(broken(compared)).toEqual([]);
    crashed = live;
  }

  await type(page, `lives=$((lives + ${CRASHES})); echo "lived $lives times"\n`);
  await until(
    page,
    (now, text) => Object.values(now.hosts).filter((host) => host.console.includes(text)).length === 2,
    { argument: `lived ${CRASHES} times` },
  );
  await run(page, 'client', { action: 'stop' });
  const { client, failover, vmotion, invariants } = await until(
    page,
    (now) => !now.client.running && now.client.replies === now.client.requests,
  );
  expect(client).toMatchObject({ connections: 1, reconnects: 0, errors: [] });
  expect(failover.count).toBe(CRASHES);
  expect(vmotion.count).toBe(CRASHES);
  expect(invariants['noWriteLost']!.checked).toBeGreaterThan(0);
  expect(invariants['linearizable']!.checked).toBeGreaterThan(0);

  // Each reply was an increment that is on the disk: the last one says how many there were.
  expect(client.lastReply).toBe(`OK ${client.replies}`);
  if (!canCheckDisks()) {
    test.info().annotations.push({ type: 'skipped', description: 'no e2fsprogs: the disk was not looked into' });
    return;
  }
  const disk = await checkDisk(await diskImage(page));
  expect(disk.problems).toEqual([]);
  // Every acknowledged increment is on the disk; one that was asked for and not answered yet may be, too.
  const hits = Number(disk.values.get('hits'));
  const { requests } = (await state(page)).client;
  expect(hits).toBeGreaterThanOrEqual(client.replies);
  expect(hits).toBeLessThanOrEqual(requests);
});

test('redundancy by itself: a new backup after every crash, also of the backup', async () => {
  const { page } = lab;
  await run(page, 'redundancy', { when: 'at-once' });
  await run(page, 'crash');
  await until(
    page,
    (now) => now.vmotion.count === 1 && Object.values(now.hosts).some((host) => host.role === 'backup'),
  );
  await run(page, 'crash-backup');
  const healed = await until(
    page,
    (now) => now.vmotion.count === 2 && Object.values(now.hosts).some((host) => host.role === 'backup'),
  );
  expect(healed.storage.generation).toBeGreaterThan(1);
  expect(broken(healed)).toEqual([]);
  expect((await state(page)).client.reconnects).toBe(0);
});

test('primary and backup move to other hosts while they run, and never onto one', async () => {
  const { page } = lab;
  await run(page, 'client', { action: 'start', rate: RATE });
  await run(page, 'move', { host: 'B', to: 'C' });
  await until(page, (now) => now.hosts.A.role === 'primary' && now.hosts.C.role === 'backup');
  await moreReplies(page, 2);
  await expect(run(page, 'move', { host: 'A', to: 'C' })).rejects.toThrow(/never on one host/);
  await run(page, 'move', { host: 'A', to: 'B' });
  // The host that it left keeps the copy: it is the backup now, and the old backup's host is free.
  await until(
    page,
    (now) => now.hosts.B.role === 'primary' && now.hosts.A.role === 'backup' && now.hosts.C.role === 'spare',
  );
  await moreReplies(page, 5);
  const moved = await memoryComparedAgain(page);
  expect(moved.network.serviceAt).toBe('B');
  expect(moved.client).toMatchObject({ reconnects: 0, errors: [] });
  expect(broken(moved)).toEqual([]);
});
