/** Which host is the service now. Must not know why one is asked. */
import { hostIds, type HostId } from '../../ft/host-id.ts';
import type { Observer } from './observer.ts';

/** After a cut a primary may not know yet that its backup went live: whoever won the test-and-set is the service then. */
export function liveHost({ views }: Pick<Observer, 'views'>): HostId | null {
  const live = hostIds.filter((host) => views[host].isLive);
  return live.find((host) => views[host].role === 'live-alone') ?? live[0] ?? null;
}
