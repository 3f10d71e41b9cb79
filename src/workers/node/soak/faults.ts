/**
 * Everything that a soak run does to the lab, one after the other. A fault starts with a protected service, does its harm and waits for
 * what must follow from it; putting things in order is the runner's work. Paper sections 2.2, 2.3, 3.1, 3.2, 3.3, 3.4.
 */
import type { LabState } from '../../lab/lab.ts';
import { countLive, has, type Ground } from './ground.ts';
import { vmotionFaults } from './vmotion-faults.ts';

export interface Fault {
  readonly id: string;
  /** Whether a host is silenced, so that suspecting it is right. */
  readonly silences: 'a host' | 'nobody';
  /** Whether there is a service afterwards. `ends`: both replicas are gone, and the lab is started anew. */
  readonly service: 'goes on' | 'ends';
  readonly happen: (ground: Ground) => Promise<unknown>;
}

type Happen = Fault['happen'];
const survived = (id: string, silences: Fault['silences'], happen: Happen): Fault => ({
  id,
  silences,
  service: 'goes on',
  happen,
});

const wentLiveAlone: Happen = (ground) => ground.until(has('live-alone'));
/** Does its harm; then one of the pair halts itself and the other is live alone. */
async function untilOneHalted(ground: Ground, harm: () => Promise<unknown>): Promise<void> {
  const pair = [ground.live, ground.backup];
  await harm();
  const isOne = (role: string, { hosts }: LabState): boolean => pair.some((host) => hosts[host].role === role);
  await ground.until((state) => isOne('halted', state) && isOne('live-alone', state));
}

const crashes: readonly Fault[] = [
  survived('crash-primary', 'a host', async (ground) => {
    await ground.crash(ground.live);
    await wentLiveAlone(ground);
  }),
  survived('crash-backup', 'a host', async (ground) => {
    await ground.crash(ground.backup);
    await wentLiveAlone(ground);
  }),
  survived('crash-primary-under-flood', 'a host', async (ground) => {
    await ground.run('client', { action: 'start', rate: 0, connections: 8, verb: 'INCR' });
    await ground.pass(500, 2000);
    await ground.crash(ground.live);
    await wentLiveAlone(ground);
  }),
  survived('crash-again-at-once', 'a host', async (ground) => {
    await ground.crash(ground.live);
    await ground.protect();
    await ground.crash(ground.live);
    await wentLiveAlone(ground);
  }),
  survived('crash-third-host', 'nobody', async (ground) => {
    if (ground.state.hosts[ground.third].role !== 'crashed') await ground.crash(ground.third);
    await ground.moreReplies(3);
  }),
  {
    id: 'double-failure',
    silences: 'a host',
    service: 'ends',
    happen: async (ground) => {
      const { live, backup } = ground;
      await ground.crash(live);
      await ground.pass(0, 200);
      await ground.crash(backup);
      await ground.pass(1500, 2000);
      if (countLive(ground.state) > 0) throw new Error('A VM is live although both replicas crashed.');
    },
  },
  {
    // A client whose last request was acknowledged by TCP but not answered waits for ever: to it, the server just thinks.
    // That is TCP's half-open connection and no matter of FT, so this client is not asked to go on.
    id: 'power-off-and-on',
    silences: 'a host',
    service: 'ends',
    happen: async (ground) => {
      await ground.run('power-off');
      await ground.until((state) => !has('primary')(state) && !has('backup')(state));
      await ground.pass(1000, 1500);
      if (countLive(ground.state) > 0) throw new Error('A VM went live although the service was switched off.');
      await ground.run('power-on');
      await ground.until(
        ({ hosts }) => hosts.A.console.includes('guest ready') && hosts.B.console.includes('guest ready'),
      );
    },
  },
];

const cuts: readonly Fault[] = [
  ...(['both', 'out', 'in'] as const).flatMap((direction): Fault[] => [
    survived(`cut-logging-${direction}`, 'a host', (ground) =>
      untilOneHalted(ground, () => ground.run('cut', { link: 'logging', host: ground.live, direction })),
    ),
    survived(`cut-network-${direction}`, 'nobody', async (ground) => {
      await ground.run('cut', { link: 'network', host: ground.live, direction });
      await ground.pass(200, 1500);
      await ground.run('mend', { link: 'network' });
    }),
    survived(`cut-storage-${direction}`, 'nobody', async (ground) => {
      await ground.run('cut', { link: 'storage', host: ground.live, direction });
      await ground.pass(200, 1500);
      await ground.run('mend', { link: 'storage' });
    }),
  ]),
  survived('isolate-primary', 'a host', (ground) =>
    untilOneHalted(ground, async () => {
      const host = ground.live;
      for (const link of ['logging', 'storage', 'network']) await ground.run('cut', { link, host });
      await wentLiveAlone(ground);
      await ground.mend();
    }),
  ),
];

const links: readonly Fault[] = [
  survived('slow-logging', 'nobody', async (ground) => {
    await ground.run('set-link', { link: 'logging', rttMs: ground.between(10, 150), bitsPerSecond: 8e6 });
    await ground.pass(1000, 2500);
  }),
  survived('lossy-logging', 'nobody', async (ground) => {
    await ground.run('set-link', { link: 'logging', loss: 0.01 + ground.random() * 0.15 });
    await ground.pass(1000, 2500);
  }),
  survived('lossy-network', 'nobody', async (ground) => {
    await ground.run('set-link', { link: 'network', loss: 0.01 + ground.random() * 0.1 });
    await ground.pass(1000, 2500);
  }),
  survived('crash-primary-on-slow-lossy-link', 'a host', async (ground) => {
    await ground.run('set-link', { link: 'logging', rttMs: ground.between(10, 150), loss: 0.05 });
    await ground.pass(500, 1500);
    await ground.crash(ground.live);
    await wentLiveAlone(ground);
  }),
  survived('corrupt-batch', 'a host', (ground) =>
    untilOneHalted(ground, () => ground.run('corrupt', { link: 'logging' })),
  ),
  survived('corrupt-packet', 'nobody', async (ground) => {
    await ground.run('corrupt', { link: 'network' });
    await ground.moreReplies(3);
  }),
];

const storage: readonly Fault[] = [
  survived('storage-offline', 'nobody', async (ground) => {
    await ground.run('storage', { action: 'offline' });
    await ground.pass(200, 1500);
    await ground.run('storage', { action: 'online' });
  }),
  survived('storage-offline-at-crash', 'a host', async (ground) => {
    await ground.run('storage', { action: 'offline' });
    await ground.crash(ground.live);
    await ground.until(has('waiting'));
    await ground.pass(0, 1000);
    if (countLive(ground.state) > 0) throw new Error('A VM went live without asking shared storage.');
    await ground.run('storage', { action: 'online' });
    await wentLiveAlone(ground);
  }),
  survived('storage-offline-at-crash-of-backup', 'a host', async (ground) => {
    await ground.run('storage', { action: 'offline' });
    await ground.crash(ground.backup);
    await ground.until(has('waiting'));
    await ground.pass(0, 1000);
    await ground.run('storage', { action: 'online' });
    await wentLiveAlone(ground);
  }),
  survived('storage-slow-at-crash', 'a host', async (ground) => {
    await ground.run('storage', { action: 'slow', latencyMs: ground.between(5, 80) });
    await ground.pass(300, 1500);
    await ground.crash(ground.live);
    await wentLiveAlone(ground);
  }),
  survived('test-and-set-reply-lost', 'a host', async (ground) => {
    await ground.run('storage', { action: 'lose-reply' });
    await ground.crash(ground.live);
    await wentLiveAlone(ground);
  }),
];

const hosts: readonly Fault[] = [
  survived('slow-primary', 'nobody', async (ground) => {
    await ground.run('set-host', { host: ground.live, cpu: ground.between(10, 50) });
    await ground.pass(1000, 2500);
  }),
  survived('slow-backup', 'nobody', async (ground) => {
    await ground.run('set-host', { host: ground.backup, cpu: ground.between(5, 50) });
    await ground.pass(1000, 3000);
  }),
  survived('crash-primary-of-slow-backup', 'a host', async (ground) => {
    await ground.run('set-host', { host: ground.backup, cpu: ground.between(5, 30) });
    await ground.pass(500, 1500);
    await ground.crash(ground.live);
    await wentLiveAlone(ground);
  }),
  survived('slow-motion-and-pause', 'nobody', async (ground) => {
    await ground.run('speed', { factor: 0.2 });
    await ground.pass(200, 800);
    await ground.run('pause');
    await ground.pass(100, 800);
    await ground.run('resume');
    await ground.run('speed', { factor: 1 });
  }),
];

export const faults: readonly Fault[] = [...crashes, ...cuts, ...links, ...storage, ...hosts, ...vmotionFaults];
