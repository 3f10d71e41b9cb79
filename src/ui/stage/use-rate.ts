/** How fast a counter grows, per second of lab time, over about the last second. */
import { useRef } from 'react';
import { useLab } from '../store/lab-context.tsx';

interface Sample {
  readonly labMs: number;
  readonly count: number;
}

const windowMs = 1000;

export function useRate(count: number): number {
  const labMs = useLab((state) => state.time.labMs);
  const samples = useRef<Sample[]>([]);
  const list = samples.current;
  const last = list.at(-1);
  if (last && (count < last.count || labMs < last.labMs)) list.length = 0;
  if (!last || labMs > last.labMs) list.push({ labMs, count });
  while (list.length > 2 && labMs - (list[0]?.labMs ?? labMs) > windowMs) list.shift();
  const first = list[0];
  if (!first || labMs <= first.labMs) return 0;
  return ((count - first.count) * 1000) / (labMs - first.labMs);
}
