/** Remembers that something was once true. */
import { useEffect, useState } from 'react';

export function useHappened(condition: boolean): boolean {
  const [happened, setHappened] = useState(condition);
  useEffect(() => {
    if (condition) setHappened(true);
  }, [condition]);
  return happened || condition;
}
