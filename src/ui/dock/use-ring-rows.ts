/** The rows of a ring that pass a filter, gathered as they come, a few times a second. Looks at each row once. */
import { useEffect, useRef, useState } from 'react';
import type { Ring } from '../../workers/lab/model.ts';

const everyMs = 200;

interface Gathered {
  /** Absolute numbers of the rows that pass, oldest first. */
  readonly numbers: readonly number[];
  /** Rows up to here were looked at. */
  readonly seen: number;
}

const nothing: Gathered = { numbers: [], seen: 0 };

/** Takes in what came since `before`, and drops what the ring has forgotten. */
export function gather<T>(ring: Ring<T>, before: Gathered, passes: (row: T) => boolean): Gathered {
  const oldest = ring.total - ring.length;
  const start = ring.total < before.seen ? nothing : before;
  const firstKept = start.numbers.findIndex((number) => number >= oldest);
  const numbers = firstKept < 0 ? [] : start.numbers.slice(firstKept);
  for (let number = Math.max(start.seen, oldest); number < ring.total; number++) {
    const row = ring.at(number - oldest);
    if (row !== undefined && passes(row)) numbers.push(number);
  }
  return { numbers, seen: ring.total };
}

/** @param passes must be stable; the list is gathered anew when it changes. */
export function useRingRows<T>(ring: Ring<T>, passes: (row: T) => boolean): readonly number[] {
  const gathered = useRef<Gathered>(nothing);
  const [numbers, setNumbers] = useState<readonly number[]>([]);
  useEffect(() => {
    gathered.current = nothing;
    const take = () => {
      if (gathered.current.seen === ring.total && ring.total > 0) return;
      gathered.current = gather(ring, gathered.current, passes);
      setNumbers(gathered.current.numbers);
    };
    take();
    const timer = setInterval(take, everyMs);
    return () => clearInterval(timer);
  }, [ring, passes]);
  return numbers;
}

/** A ring's row by its absolute number. */
export function ringRow<T>(ring: Ring<T>, number: number): T | undefined {
  return ring.at(number - (ring.total - ring.length));
}
