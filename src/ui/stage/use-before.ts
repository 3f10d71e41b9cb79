/** What a value was before it last changed. */
import { useState } from 'react';

export function useBefore<T>(value: T): T {
  const [pair, setPair] = useState({ before: value, now: value });
  if (pair.now === value) return pair.before;
  setPair({ before: pair.now, now: value });
  return pair.now;
}
