/**
 * What computers do to a tab, one after the other: each starts with a protected service under load and ends when its harm is over.
 * Must not know what is checked afterwards.
 */
import type { Ground } from './ground.ts';

export interface Fault {
  readonly id: string;
  readonly what: string;
  /** Whether a host is silent for longer than the detection timeout while its partner is awake, so that suspecting it is right. */
  readonly silences: 'a host' | 'nobody';
  readonly happen: (ground: Ground) => Promise<unknown>;
}

const nobody = (id: string, what: string, happen: Fault['happen']): Fault => ({ id, what, silences: 'nobody', happen });
const aHost = (id: string, what: string, happen: Fault['happen']): Fault => ({ id, what, silences: 'a host', happen });

/** Crashes the live host; its backup goes live. */
async function failOver(ground: Ground): Promise<void> {
  await ground.run('crash');
  await ground.until(({ hosts }) => Object.values(hosts).some(({ role }) => role === 'live-alone'), null);
}

/** Ends when one VM is live, whoever was right. */
async function untilOneLive(ground: Ground): Promise<void> {
  await ground.until(
    ({ hosts }) =>
      Object.values(hosts).filter(({ role }) => role === 'primary' || role === 'live-alone').length === 1 &&
      Object.values(hosts).every(({ role }) => role !== 'waiting'),
    null,
  );
}

async function hidden(ground: Ground, during: () => Promise<unknown>): Promise<void> {
  const visibility = await ground.hidden(during);
  if (visibility !== 'hidden') throw new Error(`The tab was to be hidden and was ${visibility}.`);
}

export const faults: readonly Fault[] = [
  nobody('tab-hidden', 'another tab in front for 3 to 8 s', (ground) => hidden(ground, () => ground.pass(3000, 8000))),
  nobody('tab-frozen', 'the page frozen by the browser for 2 to 8 s', (ground) =>
    ground.frozen(() => ground.pass(2000, 8000)),
  ),
  nobody('computer-asleep', 'the page’s process stopped for 3 to 12 s', (ground) =>
    ground.asleep(() => ground.pass(3000, 12_000)),
  ),
  nobody('computer-asleep-long', 'the same for 30 s', (ground) => ground.asleep(() => ground.pass(30_000, 30_000))),
  nobody('computer-asleep-often', 'the same ten times for 50 to 900 ms', async (ground) => {
    for (let count = 0; count < 10; count++) {
      await ground.asleep(() => ground.pass(50, 900));
      await ground.pass(50, 400);
    }
  }),
  nobody('page-busy', 'the page’s own thread busy for 1 to 5 s', async (ground) =>
    ground.pageBusy(1000 + ground.random() * 4000),
  ),
  nobody('page-slow', 'the page’s own thread slowed down ten times for 4 s', (ground) =>
    ground.throttled(10, () => ground.pass(4000, 4000)),
  ),
  nobody('computer-busy', 'four other programs that want every processor, 5 s', (ground) =>
    ground.computerBusy(4, () => ground.pass(5000, 5000)),
  ),
  nobody('primary-starved-briefly', 'the primary’s thread stands still for 100 to 600 ms', async (ground) =>
    ground.threadBusy(`host ${await ground.hostAs('primary')}`, 100 + ground.random() * 500),
  ),
  nobody('backup-starved-briefly', 'the backup’s thread stands still for 100 to 600 ms', async (ground) =>
    ground.threadBusy(`host ${await ground.hostAs('backup')}`, 100 + ground.random() * 500),
  ),
  nobody('storage-starved', 'the storage’s thread stands still for 0.5 to 3 s', (ground) =>
    ground.threadBusy('shared storage', 500 + ground.random() * 2500),
  ),
  nobody('client-starved', 'the thread of client and switch stands still for 0.5 to 3 s', (ground) =>
    ground.threadBusy('world outside', 500 + ground.random() * 2500),
  ),
  aHost('primary-starved', 'the primary’s thread stands still for 2 to 4 s, and goes on', async (ground) => {
    await ground.threadBusy(`host ${await ground.hostAs('primary')}`, 2000 + ground.random() * 2000);
    await untilOneLive(ground);
  }),
  aHost('backup-starved', 'the backup’s thread stands still for 2 to 4 s, and goes on', async (ground) => {
    await ground.threadBusy(`host ${await ground.hostAs('backup')}`, 2000 + ground.random() * 2000);
    await untilOneLive(ground);
  }),
  aHost('crash', 'the primary’s host dies', failOver),
  aHost('crash-in-hidden-tab', 'the same while the tab is hidden', (ground) => hidden(ground, () => failOver(ground))),
  aHost('crash-on-busy-computer', 'the same while four programs want every processor', (ground) =>
    ground.computerBusy(4, () => failOver(ground)),
  ),
  aHost(
    'crash-and-asleep',
    'the primary’s host dies, and the computer goes to sleep before anybody noticed',
    async (ground) => {
      await ground.run('crash');
      await ground.asleep(() => ground.pass(2000, 6000));
      await ground.until(({ hosts }) => Object.values(hosts).some(({ role }) => role === 'live-alone'), null);
    },
  ),
  aHost('move-and-asleep', 'the computer sleeps in the middle of FT VMotion', async (ground) => {
    const to = await ground.hostAs('spare').catch(() => null);
    await ground.run('crash-backup');
    await ground.until(({ hosts }) => Object.values(hosts).some(({ role }) => role === 'live-alone'), null);
    await ground.run('start-backup', to === null ? {} : { host: to });
    await ground.pass(0, 600);
    await ground.asleep(() => ground.pass(2000, 5000));
  }),
];
