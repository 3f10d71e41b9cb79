/**
 * At most one VM is live in a generation, and none goes live in a generation that is over. Paper section 2.3. Sees who
 * went live or formed a pair, and when.
 */
import type { HostId } from '../host-id.ts';
import { check, createChecker } from './checker.ts';
import type { Checker } from './checker.ts';

export interface OneLive extends Checker {
  readonly alone: Map<number, HostId>;
  newest: number;
}

export const createOneLive = (): OneLive => ({ ...createChecker('oneLive'), alone: new Map(), newest: 0 });

/** A host became the primary of a pair. */
export const pairFormed = (checker: OneLive, generation: number): void => {
  checker.newest = Math.max(checker.newest, generation);
};

/** A host went live without a backup. */
export const wentLive = (checker: OneLive, host: HostId, generation: number): void => {
  const before = checker.alone.get(generation);
  checker.alone.set(generation, host);
  if (before !== undefined && before !== host)
    check(checker, { evidence: `Hosts ${before} and ${host} both went live in generation ${generation}.` });
  else if (generation < checker.newest)
    check(checker, {
      evidence: `Host ${host} went live in generation ${generation}, but generation ${checker.newest} exists.`,
    });
  else check(checker, 'holds');
  checker.newest = Math.max(checker.newest, generation);
};
