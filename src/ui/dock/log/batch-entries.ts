/** What is in one batch, from the entries that are still kept. Pure. */
import type { LogRow, Ring } from '../../../workers/lab/model.ts';
import { markOfEntry, markStyles } from '../../common/marks.ts';

/** "packet in, 3 × clock, timer, output"; empty when the batch is no longer kept. Looks from the newest backwards. */
export function batchWords(log: Ring<LogRow>, generation: number, sequence: number): string {
  const counts = new Map<string, number>();
  for (let index = log.length - 1; index >= 0; index--) {
    const row = log.at(index);
    if (!row || row.generation !== generation) continue;
    if (row.sequence < sequence) break;
    if (row.sequence !== sequence) continue;
    const { word } = markStyles[markOfEntry(row.entry.kind)];
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .toReversed()
    .map(([word, count]) => (count === 1 ? word : `${count} × ${word}`))
    .join('; ');
}
