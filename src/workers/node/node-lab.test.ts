/**
 * The lab as a whole, with real machines in real threads: what a teacher does to it first, one thing after the other.
 * Everything waits for events; nothing is measured.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HostRole, LabState } from '../lab/lab.ts';
import type { LiveLab } from '../lab/live-lab.ts';
import { createNodeLab } from './node-lab.ts';

/** For a machine that is busy with other things as well. */
const timeoutMs = 180_000;
let lab: LiveLab;

const roles = (state: LabState): HostRole[] => Object.values(state.hosts).map(({ role }) => role);
const has = (role: HostRole) => (state: LabState) => roles(state).includes(role);
const hasNone = (role: HostRole) => (state: LabState) => !roles(state).includes(role);

async function until(test: (state: LabState) => boolean): Promise<LabState> {
  return lab.until(test, timeoutMs);
}

/** So many replies from now on. */
async function moreReplies(count: number): Promise<void> {
  const { replies } = lab.state().client;
  await until(({ client }) => client.replies >= replies + count);
}

async function protect(): Promise<void> {
  await until((state) => has('live-alone')(state));
  await lab.run('start-backup');
  await until(has('backup'));
}

function expectInvariants(): void {
  const { invariants, client } = lab.state();
  expect(Object.entries(invariants).filter(([, { holds }]) => !holds)).toEqual([]);
  expect(Object.entries(invariants).filter(([, { checked }]) => checked === 0)).toEqual([]);
  expect(client).toMatchObject({ errors: [], reconnects: 0 });
}

beforeAll(async () => {
  lab = await createNodeLab();
  await lab.run('client', { action: 'start', rate: 20 });
}, timeoutMs);

afterAll(() => lab.close());

test('the primary crashes twice: the client and the shell notice nothing', { timeout: timeoutMs }, async () => {
  await lab.run('type', { text: 'X=kept\n' });
  await moreReplies(10);
  for (let crashes = 0; crashes < 2; crashes++) {
    await lab.run('crash');
    await until(has('live-alone'));
    await moreReplies(5);
    await protect();
  }
  const { compared } = lab.state().memory;
  await until(({ memory }) => memory.compared > compared);
  await lab.run('type', { text: 'echo it was $X\n' });
  await until(({ hosts }) => Object.values(hosts).filter((host) => host.console.includes('it was kept')).length === 2);
  expectInvariants();
});

test('the logging channel is cut: one goes live, the other halts itself', { timeout: timeoutMs }, async () => {
  await lab.run('cut', { link: 'logging' });
  await until((state) => has('live-alone')(state) && has('halted')(state));
  expect(roles(lab.state()).filter((role) => role === 'live-alone')).toHaveLength(1);
  await moreReplies(5);
  await lab.run('mend', { link: 'logging' });
  await protect();
  expectInvariants();
});

test(
  'storage is offline when the primary crashes: the backup waits until it answers',
  { timeout: timeoutMs },
  async () => {
    await lab.run('storage', { action: 'offline' });
    await lab.run('crash');
    await until(has('waiting'));
    const { replies } = lab.state().client;
    expect(roles(lab.state())).not.toContain('live-alone');
    await lab.run('storage', { action: 'online' });
    await until(has('live-alone'));
    expect(lab.state().client.replies).toBeGreaterThanOrEqual(replies);
    await moreReplies(5);
    await protect();
    expectInvariants();
  },
);

test('the service is switched off: nobody takes over', { timeout: timeoutMs }, async () => {
  await lab.run('power-off');
  await until((state) => hasNone('primary')(state) && hasNone('backup')(state));
  const since = lab.events().length;
  // Long enough for somebody to take the other for dead, in lab time.
  const { labMs } = lab.state().time;
  await until(({ time }) => time.labMs > labMs + 1500);
  expect(roles(lab.state()).filter((role) => role === 'primary' || role === 'live-alone')).toEqual([]);
  expect(lab.events(since).filter(({ kind }) => kind === 'went-live')).toEqual([]);
  const { invariants } = lab.state();
  expect(Object.entries(invariants).filter(([, { holds }]) => !holds)).toEqual([]);
});
