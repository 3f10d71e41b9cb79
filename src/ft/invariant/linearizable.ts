/**
 * The client's history is linearizable, key by key. Paper section 2.2 (the Output Requirement, as a client can test it).
 * Every key holds a number that only grows: an increment answers with the new number, a read with the present one. For
 * such an object no search is needed: numbers are versions, so the only possible order is theirs, and it remains to hold
 * it against real time.
 */
import { check, createChecker } from './checker.ts';
import type { Checker } from './checker.ts';

export interface Operation {
  readonly kind: 'increment' | 'read';
  readonly key: number;
  readonly startMs: number;
  /** Infinity while unanswered: it may have happened or not, and at any time. */
  readonly endMs: number;
  readonly value: number;
}

export type Linearizable = Checker;

export const createLinearizable = (): Linearizable => createChecker('linearizable');

const describe = (operation: Operation): string =>
  `${operation.kind} of key ${operation.key} (${operation.startMs} to ${operation.endMs} ms) answered ${operation.value}`;

/** Why `later`, which began after `earlier` ended, contradicts it; or null. */
const contradiction = (earlier: Operation, later: Operation): string | null => {
  const isInOrder = later.kind === 'increment' ? later.value > earlier.value : later.value >= earlier.value;
  return isInOrder ? null : `${describe(later)} after ${describe(earlier)}`;
};

const checkRealTime = (answered: readonly Operation[]): string | null => {
  const byStart = [...answered].sort((a, b) => a.startMs - b.startMs);
  const byEnd = [...answered].sort((a, b) => a.endMs - b.endMs);
  let greatest: Operation | null = null;
  let next = 0;
  for (const operation of byStart) {
    for (let ended = byEnd[next]; ended !== undefined && ended.endMs < operation.startMs; ended = byEnd[(next += 1)]) {
      if (greatest === null || ended.value > greatest.value) greatest = ended;
    }
    const found = greatest === null ? null : contradiction(greatest, operation);
    if (found !== null) return found;
  }
  return null;
};

const checkVersions = (answered: readonly Operation[], unanswered: readonly Operation[]): string | null => {
  const madeBy = new Map<number, Operation>();
  for (const operation of answered) {
    if (operation.kind !== 'increment') continue;
    const twin = madeBy.get(operation.value);
    if (twin !== undefined) return `${describe(operation)}, and so did the ${describe(twin)}`;
    madeBy.set(operation.value, operation);
  }
  for (const operation of answered) {
    if (operation.kind !== 'read' || operation.value === 0) continue;
    const origin = madeBy.get(operation.value);
    const isExplained =
      origin === undefined
        ? unanswered.some((each) => each.startMs <= operation.endMs)
        : origin.startMs <= operation.endMs;
    if (!isExplained) return `${describe(operation)}, which no increment made by then`;
  }
  return null;
};

/** Checks a whole history. May be called again with a longer one. */
export const checkHistory = (checker: Linearizable, history: readonly Operation[]): void => {
  const keys = new Set(history.map((operation) => operation.key));
  for (const key of keys) {
    const ofKey = history.filter((operation) => operation.key === key);
    const answered = ofKey.filter((operation) => operation.endMs < Infinity);
    const unanswered = ofKey.filter((operation) => operation.endMs === Infinity && operation.kind === 'increment');
    const evidence = checkRealTime(answered) ?? checkVersions(answered, unanswered);
    check(checker, evidence === null ? 'holds' : { evidence });
  }
};
