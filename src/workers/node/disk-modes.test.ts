/**
 * The paper's other disks with real machines: disks of their own (4.1), and backups that read for themselves (4.2). The
 * guests write and read past their caches while the primary dies; rules DK7, DK8 and DK9.
 */
import { afterAll, describe, expect, test } from 'vitest';
import type { LabState } from '../lab/lab.ts';
import type { LiveLab } from '../lab/live-lab.ts';
import { createNodeLab } from './node-lab.ts';

const timeoutMs = 180_000;
let lab: LiveLab | undefined;

afterAll(() => lab?.close());

const has = (role: string) => (state: LabState) => Object.values(state.hosts).some((host) => host.role === role);

const modes = [
  { disk: 'non-shared', backupReads: 'from-log' },
  { disk: 'shared', backupReads: 'from-disk' },
] as const;

describe.each(modes)('$disk disks, reads $backupReads', (mode) => {
  test('a failover loses nothing, and both halves stay equal', { timeout: timeoutMs }, async () => {
    lab ??= await createNodeLab();
    const running = lab;
    const until = (passes: (state: LabState) => boolean): Promise<LabState> => running.until(passes, timeoutMs);
    const moreReplies = async (count: number): Promise<void> => {
      const { replies } = running.state().client;
      await until(({ client }) => client.replies >= replies + count);
    };
    const comparedAgain = async (): Promise<void> => {
      const { compared } = running.state().memory;
      await until(({ memory }) => memory.compared > compared);
    };
    await running.run('reset', mode);
    await running.run('client', { action: 'start', rate: 20 });
    // Writes 64 KiB at a time past the page cache and reads each place back: reads and writes of the same sectors.
    await running.run('type', { text: 'work disk-read 600 &\n' });
    const { reads } = running.state().storage;
    await until(({ storage }) => storage.reads > reads + 10);
    await moreReplies(5);
    await comparedAgain();
    await running.run('crash');
    await until(has('live-alone'));
    await moreReplies(5);
    await running.run('start-backup');
    await until((state) => has('primary')(state) && has('backup')(state));
    await comparedAgain();
    await running.run('client', { action: 'stop' });
    const { client, invariants } = await until((state) => state.client.replies === state.client.requests);
    expect(client).toMatchObject({ errors: [], reconnects: 0, lastReply: `OK ${client.replies}` });
    expect(Object.entries(invariants).filter(([, { holds }]) => !holds)).toEqual([]);
  });
});
