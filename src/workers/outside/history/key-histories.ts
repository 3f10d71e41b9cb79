/**
 * The checks of all keys, each for itself (linearizability is local: a history is linearizable when each key's is).
 * Must not know where requests come from.
 */
import type { Invariant } from '../../lab/lab.ts';
import { KeyLinearizer } from './key-linearizer.ts';
import { LostWrites } from './lost-writes.ts';
import type { Operation } from './operation.ts';

/** Keys beyond this many are not checked, and the note says so. */
const keyCapacity = 256;

interface Checks {
  readonly linearizer: KeyLinearizer;
  readonly lostWrites: LostWrites;
}

export class KeyHistories {
  private readonly keys = new Map<string, Checks>();
  /** Datagrams may be carried out twice or never, by UDP's nature, so what they touch proves nothing. */
  private readonly excluded = new Set<string>();
  private unchecked = 0;

  requested(operation: Operation): void {
    const checks = this.checksOf(operation.key);
    checks?.linearizer.requested(operation);
    checks?.lostWrites.requested(operation);
  }

  /** To be called once, when the operation's outcome is no longer `open`. */
  settled(operation: Operation): void {
    const checks = this.keys.get(operation.key);
    checks?.linearizer.settled(operation);
    checks?.lostWrites.settled(operation);
  }

  exclude(key: string): void {
    if (this.excluded.size < keyCapacity) this.excluded.add(key);
    this.keys.delete(key);
  }

  linearizable(): Invariant {
    return this.verdict((checks) => checks.linearizer);
  }

  noWriteLost(): Invariant {
    return this.verdict((checks) => checks.lostWrites);
  }

  private checksOf(key: string): Checks | undefined {
    const known = this.keys.get(key);
    if (known !== undefined || this.excluded.has(key)) return known;
    if (this.keys.size >= keyCapacity) {
      this.unchecked++;
      return undefined;
    }
    const checks = { linearizer: new KeyLinearizer(), lostWrites: new LostWrites() };
    this.keys.set(key, checks);
    return checks;
  }

  private verdict(
    pick: (checks: Checks) => { readonly checked: number; readonly violation: string | null },
  ): Invariant {
    const results = [...this.keys.values()].map(pick);
    const checked = results.reduce((sum, result) => sum + result.checked, 0);
    const violation = results.find((result) => result.violation !== null)?.violation;
    if (violation !== undefined && violation !== null) return { holds: false, checked, note: violation };
    return this.unchecked === 0
      ? { holds: true, checked }
      : {
          holds: true,
          checked,
          note: `${this.unchecked} requests were about more than ${keyCapacity} keys and were not checked`,
        };
  }
}
