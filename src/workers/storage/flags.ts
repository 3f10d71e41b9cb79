/**
 * The test-and-set flags of the shared storage, one for each generation of the pair. Paper section 2.3.
 * Setting one is atomic because this thread does nothing else meanwhile. Must not know who may ask.
 */
import type { HostId } from '../../ft/host-id.ts';

export class Flags {
  private readonly owners = new Map<number, HostId>();
  newestAsked = 0;

  owner(generation: number): HostId | null {
    return this.owners.get(generation) ?? null;
  }

  /** The paper's test-and-set. `repeat` is what the winner is told when it asks again: its reply may have been lost. */
  testAndSet(
    generation: number,
    owner: HostId,
    repeat: 'won-again' | 'lost',
  ): { outcome: 'won' | 'lost'; owner: HostId } {
    this.newestAsked = Math.max(this.newestAsked, generation);
    const current = this.owners.get(generation);
    if (current === undefined) {
      this.owners.set(generation, owner);
      return { outcome: 'won', owner };
    }
    return { outcome: current === owner && repeat === 'won-again' ? 'won' : 'lost', owner: current };
  }

  /** Whether somebody else won this generation or a later one, so that `host` must not touch the disk any more. */
  fences(host: HostId, generation: number): boolean {
    for (const [flagged, owner] of this.owners) if (flagged >= generation && owner !== host) return true;
    return false;
  }
}
