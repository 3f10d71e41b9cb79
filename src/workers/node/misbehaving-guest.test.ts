/**
 * Guests that misbehave, with real machines: both replicas do the same, the lab says so, and a reset helps. Two of them here, the quick
 * ones; `npm run chaos -- --guests` tries all in a real page.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabState } from '../lab/lab.ts';
import type { LiveLab } from '../lab/live-lab.ts';
import { guestTroubles } from './guest-troubles.ts';
import { createNodeLab } from './node-lab.ts';

const timeoutMs = 180_000;
let lab: LiveLab;

const until = (passes: (state: LabState) => boolean): Promise<LabState> => lab.until(passes, timeoutMs);
const broken = ({ invariants }: LabState): string[] =>
  Object.entries(invariants).flatMap(([id, { holds }]) => (holds ? [] : [id]));

beforeAll(async () => {
  lab = await createNodeLab();
  await lab.run('client', { action: 'start', rate: 5, connections: 1 });
}, timeoutMs);

afterAll(() => lab?.close());

async function misbehave(id: string): Promise<LabState> {
  const { type, condition, says } = guestTroubles.find((trouble) => trouble.id === id)!;
  await lab.run('type', { text: type });
  return until(
    ({ service, hosts }) =>
      service.condition === condition &&
      (says === null || [hosts.A, hosts.B].every(({ console }) => console.includes(says))),
  );
}

test(
  'a program that takes all memory is ended by Linux on both replicas, and the service goes on',
  { timeout: timeoutMs },
  async () => {
    const { memory, client } = await misbehave('out-of-memory');
    const after = await until(
      (state) => state.memory.compared > memory.compared && state.client.replies > client.replies + 3,
    );
    expect(broken(after)).toEqual([]);
  },
);

test(
  'a panic happens on both replicas, is told with the kernel’s last words, and a reset helps',
  { timeout: timeoutMs },
  async () => {
    const panicked = await misbehave('panic');
    expect(panicked.service.detail).toMatch(
      /^On host A, and on its backup B at the same instruction, Linux gave up: .*memory/,
    );
    // A kernel that gave up loops for ever: the replicas stay in lockstep, and nobody is taken for dead.
    const after = await until(({ memory }) => memory.compared > panicked.memory.compared);
    expect([after.hosts.A.role, after.hosts.B.role, broken(after)]).toEqual(['primary', 'backup', []]);
    expect(lab.events().some(({ kind, text }) => kind === 'service' && text.includes('Linux gave up'))).toBe(true);
    await lab.run('reset');
    expect(lab.state().service).toEqual({ condition: 'running', detail: '' });
  },
);
