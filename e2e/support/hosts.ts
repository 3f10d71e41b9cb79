/** Who is what, from outside: the words that most tests need about hosts and the client. Must not know the page's layout. */
import type { Page } from '@playwright/test';
import type { HostId } from '../../src/ft/host-id.ts';
import type { HostRole, LabState } from '../../src/workers/lab/lab.ts';
import { run, state, until } from './lab.ts';

export const hostIds = ['A', 'B', 'C'] as const;

/** The host in this role, or null. */
export function hostAs(current: LabState, role: HostRole): HostId | null {
  return hostIds.find((id) => current.hosts[id].role === role) ?? null;
}

/** Waits until some host is in a role, and says which. */
export async function someHostAs(page: Page, role: HostRole, timeoutMs?: number): Promise<HostId> {
  const options = timeoutMs === undefined ? { argument: role } : { argument: role, timeoutMs };
  const reached = await until(
    page,
    (now, wanted) => Object.values(now.hosts).some((host) => host.role === wanted),
    options,
  );
  return hostAs(reached, role)!;
}

/** Waits until the client has got so many replies more than it has now. */
export async function moreReplies(page: Page, count: number): Promise<LabState> {
  const { client } = await state(page);
  return await until(page, (now, wanted) => now.client.replies >= wanted, { argument: client.replies + count });
}

/** Waits until all RAM was found equal on both hosts once more than now. */
export async function memoryComparedAgain(page: Page): Promise<LabState> {
  const { memory } = await state(page);
  return await until(page, (now, before) => now.memory.compared > before, { argument: memory.compared });
}

/** Crashes the live host and waits until the other one is live. Says which. */
export async function failOver(page: Page): Promise<HostId> {
  await run(page, 'crash');
  return await someHostAs(page, 'live-alone');
}

/** The invariants that do not hold, with their evidence. */
export function broken(current: LabState): string[] {
  return Object.entries(current.invariants)
    .filter(([, invariant]) => !invariant.holds)
    .map(([id, invariant]) => `${id}: ${invariant.note ?? ''}`);
}
