/**
 * What the client was told is on the disk. Paper sections 2.2 and 3.4. Sees the client's answers and the disk's content.
 */
import { check, createChecker } from './checker.ts';
import type { Checker } from './checker.ts';
import type { Operation } from './linearizable.ts';

export type NoWriteLost = Checker;

export const createNoWriteLost = (): NoWriteLost => createChecker('noWriteLost');

/** `onDisk` gives the number that the disk holds for a key, at a moment when no write is under way. */
export const checkDisk = (
  checker: NoWriteLost,
  history: readonly Operation[],
  onDisk: (key: number) => number,
): void => {
  const told = new Map<number, number>();
  for (const { kind, key, value, endMs } of history) {
    if (kind === 'increment' && endMs < Infinity) told.set(key, Math.max(told.get(key) ?? 0, value));
  }
  for (const [key, value] of told) {
    const found = onDisk(key);
    check(
      checker,
      found >= value ? 'holds' : { evidence: `key ${key}: the client was told ${value}, the disk has ${found}` },
    );
  }
};
