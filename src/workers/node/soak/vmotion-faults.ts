/**
 * FT VMotion, by itself, in the middle of other trouble, and with a crash of each of those who take part at a moment that the seed
 * chooses. Paper sections 3.1 and 3.3.
 */
import type { HostRole } from '../../lab/lab.ts';
import type { Fault } from './faults.ts';
import { countLive, type Ground } from './ground.ts';

type Moved = 'primary' | 'backup';
const whole: readonly Moved[] = ['primary', 'backup'];

/** Ends when the VM has moved, or when FT VMotion was given up, as it is when the disk is never at rest; nothing happened then. */
async function move(ground: Ground, which: Moved): Promise<void> {
  const to = ground.third;
  const since = ground.lastEvent;
  await ground.run('move', { host: which === 'primary' ? ground.live : ground.backup, to });
  await ground.until(
    ({ hosts }) => hosts[to].role === (which satisfies HostRole) || ground.hasHappened('aborted', since),
  );
}

const moves = whole.map((which): Fault => ({
  id: `move-${which}`,
  silences: 'nobody',
  service: 'goes on',
  happen: (ground) => move(ground, which),
}));

const slowMoves = whole.map((which): Fault => ({
  id: `move-${which}-with-slow-storage`,
  silences: 'nobody',
  service: 'goes on',
  happen: async (ground) => {
    await ground.run('storage', { action: 'slow', latencyMs: ground.between(5, 60) });
    await ground.pass(100, 500);
    await move(ground, which);
  },
}));

/** Whoever crashes, one replica is left that has everything. */
const interrupted = whole.flatMap((which) =>
  (['source', 'target', 'old-backup'] as const).map((victim): Fault => ({
    id: `move-${which}-and-crash-${victim}`,
    silences: 'a host',
    service: 'goes on',
    happen: async (ground) => {
      const hosts = { source: ground.live, target: ground.third, 'old-backup': ground.backup };
      await ground.run('move', { host: which === 'primary' ? hosts.source : hosts['old-backup'], to: hosts.target });
      await ground.pass(0, 900);
      if (ground.state.hosts[hosts[victim]].role !== 'crashed') await ground.crash(hosts[victim]);
      await ground.until((state) => countLive(state) === 1);
    },
  })),
);

export const vmotionFaults: readonly Fault[] = [...moves, ...slowMoves, ...interrupted];
