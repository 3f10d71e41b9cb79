/**
 * The primary crashes in the middle of a disk write, at every point of that write's life, with real machines.
 * Afterwards tools of their own look at the shared disk. Paper section 3.4; rules DK1, DK6, GL4.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HostId } from '../../ft/host-id.ts';
import type { HostReport } from '../host/messages.ts';
import type { LabState } from '../lab/lab.ts';
import type { LiveLab } from '../lab/live-lab.ts';
import { createRandom } from '../thread/seeded-random.ts';
import { Acknowledged, lostFrom } from './acknowledged.ts';
import { canCheckDisks, checkDisk } from './disk-check.ts';
import { createNodeLab } from './node-lab.ts';
import type { Witness } from './witness.ts';

const timeoutMs = 180_000;
const acknowledged = new Acknowledged();
const random = createRandom(8);
let lab: LiveLab;
let watch: Witness = {};

const isLive = ({ role }: { readonly role: string }): boolean => role === 'primary' || role === 'live-alone';
const has = (role: string) => (state: LabState) => Object.values(state.hosts).some((host) => host.role === role);
const until = (passes: (state: LabState) => boolean): Promise<LabState> => lab.until(passes, timeoutMs);

/** Where a write is: `stage` as its host reported it, or at storage. */
type Point =
  | { readonly at: 'host'; readonly stage: 'held' | 'issued' | 'arrived' }
  /** Carried out, and the answer is still on its way. */
  | { readonly at: 'storage' };

/** Resolves after so many writes that storage carried out: where in a transaction of the file system the seed decides. */
async function someWrites(): Promise<void> {
  const { writes } = lab.state().storage;
  const count = Math.floor(random() * 12);
  await until(({ storage }) => storage.writes >= writes + count);
}

/** Lab time after which what a link or a disk was told to do is in force, also for what was on its way. */
const settledMs = { host: 300, storage: 50 };

/** Resolves, having crashed the live host, when a write is at this point. */
async function crashAt(point: Point): Promise<void> {
  const fromMs = lab.state().time.labMs + settledMs[point.at];
  await new Promise<void>((resolve) => {
    const crash = (host: HostId): void => {
      watch = {};
      // Not awaited: the command acts at once, and the write must not go on meanwhile.
      void lab.run('crash', { host });
      resolve();
    };
    watch = {
      hostReported: (host, { atMs, report }: HostReport) => {
        if (point.at !== 'host' || report.role !== 'primary' || atMs < fromMs) return;
        if (report.pendingOperations.some(({ request, stage }) => request === 'write' && stage === point.stage))
          crash(host);
      },
      storageReported: ({ events }) => {
        if (point.at !== 'storage') return;
        const last = events.findLast(({ kind, labMs }) => kind === 'write' && labMs >= fromMs);
        if (last !== undefined && isLive(lab.state().hosts[last.host])) crash(last.host);
      },
    };
  });
}

const liveHost = (): string => Object.entries(lab.state().hosts).find(([, host]) => isLive(host))![0];

/** How long each part of a write's life is made, so that a report can catch it there. */
const points: readonly {
  readonly name: string;
  readonly point: Point;
  readonly stretch: () => Promise<unknown>;
  readonly relax: () => Promise<unknown>;
}[] = [
  {
    name: 'before it was issued: it waits for its acknowledgment',
    point: { at: 'host', stage: 'held' },
    stretch: () => lab.run('set-link', { link: 'logging', rttMs: 400 }),
    relax: () => lab.run('set-link', { link: 'logging', rttMs: 0 }),
  },
  {
    name: 'when it was issued and is lost on its way to storage',
    point: { at: 'host', stage: 'issued' },
    stretch: () => lab.run('cut', { link: 'storage', host: liveHost(), direction: 'out' }),
    relax: () => lab.run('mend', { link: 'storage' }),
  },
  {
    name: 'when storage has it and has not carried it out',
    point: { at: 'host', stage: 'issued' },
    stretch: () => lab.run('storage', { action: 'slow', latencyMs: 400 }),
    relax: () => lab.run('storage', { action: 'slow', latencyMs: 0 }),
  },
  {
    name: 'when storage has carried it out and the answer is on its way',
    point: { at: 'storage' },
    stretch: () => lab.run('cut', { link: 'storage', host: liveHost(), direction: 'in' }),
    relax: () => lab.run('mend', { link: 'storage' }),
  },
  {
    name: 'when it was completed and not delivered to the guest',
    point: { at: 'host', stage: 'arrived' },
    stretch: () => lab.run('set-host', { host: liveHost(), cpu: 2 }),
    relax: async () => {},
  },
];

/** The disk holds everything that the client had been told when the copy was asked for, and its file system is whole. */
async function expectDiskAgrees(): Promise<void> {
  const told = acknowledged.soFar();
  const verdict = await checkDisk(await lab.diskImage());
  expect(verdict.problems).toEqual([]);
  expect(lostFrom(told, verdict.values)).toEqual([]);
}

describe.skipIf(!canCheckDisks())('a crash in the middle of a disk write', () => {
  beforeAll(async () => {
    lab = await createNodeLab({
      witness: {
        hostReported: (host, report) => watch.hostReported?.(host, report),
        storageReported: (report) => watch.storageReported?.(report),
        outsideReported: (report) => acknowledged.take(report),
      },
    });
    await lab.run('client', { action: 'start', rate: 10, connections: 3 });
    await until(({ client }) => client.replies > 6);
  }, timeoutMs);

  afterAll(() => lab?.close());

  for (const { name, point, stretch, relax } of points)
    test(name, { timeout: timeoutMs }, async () => {
      await someWrites();
      await stretch();
      await crashAt(point);
      await relax();
      // The disk as a crash of everything would leave it now.
      await expectDiskAgrees();
      await until(has('live-alone'));
      const { replies } = lab.state().client;
      await until(({ client }) => client.replies > replies + 6);
      await lab.run('start-backup');
      await until(has('backup'));
    });

  test('in the end the disk says what the client was told', { timeout: timeoutMs }, async () => {
    await lab.run('client', { action: 'stop' });
    await until(({ client }) => client.replies === client.requests);
    expect(acknowledged.keys).toBe(3);
    await expectDiskAgrees();
    const { client, invariants } = lab.state();
    expect(client).toMatchObject({ errors: [], reconnects: 0 });
    expect(Object.entries(invariants).filter(([, { holds }]) => !holds)).toEqual([]);
  });
});
