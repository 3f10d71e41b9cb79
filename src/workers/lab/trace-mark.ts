/**
 * The timeline's mark for what a replica did, or null when it has none. Must not know how marks are drawn.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { EntryCounts, TraceEvent } from '../../ft/trace.ts';
import type { Traced } from '../host/messages.ts';
import type { MarkKind } from './model.ts';
import type { Mark } from './timeline-store.ts';
import { sentenceOf } from './trace-text.ts';

/** A batch is drawn by its most telling entry. */
const telling: readonly (readonly [keyof EntryCounts, MarkKind])[] = [
  ['controlled', 'control'],
  ['console-input', 'console'],
  ['packet-received', 'packet'],
  ['disk-completed', 'disk'],
  ['output-made', 'output'],
  ['random-drawn', 'random'],
  ['memory-hashed', 'control'],
];

export function kindOfBatch(entries: EntryCounts): MarkKind {
  for (const [entry, kind] of telling) if ((entries[entry] ?? 0) > 0) return kind;
  return 'clock';
}

const roleKinds: Partial<Record<TraceEvent['kind'], MarkKind>> = {
  'role-changed': 'role',
  'went-live': 'role',
  'peer-lost': 'role',
  'test-and-set-asked': 'test-and-set',
  'test-and-set-won': 'test-and-set',
  'test-and-set-lost': 'test-and-set',
  'test-and-set-unreachable': 'test-and-set',
  diverged: 'diverged',
  vmotion: 'vmotion',
  throttled: 'throttled',
};

export function markOf(host: HostId, { atMs, generation, event }: Traced): Mark | null {
  const base = { lane: host, labMs: atMs, generation } as const;
  switch (event.kind) {
    case 'batch-sent':
      return { ...base, kind: kindOfBatch(event.entries), sequence: event.sequence, instructions: event.instructions };
    case 'batch-replayed':
      return { ...base, kind: 'replayed', sequence: event.sequence, instructions: event.instructions };
    case 'acknowledgment-received':
      return { ...base, kind: 'acknowledged', sequence: event.receivedSequence };
    case 'output-released':
      return { ...base, kind: 'released', sequence: event.sequence };
    case 'output-dropped':
      return { ...base, kind: 'dropped', sequence: event.sequence };
    case 'heartbeat-received':
      return { ...base, kind: 'heartbeat' };
    default: {
      const kind = roleKinds[event.kind];
      if (kind === undefined) return null;
      const sequence = 'sequence' in event ? event.sequence : undefined;
      return {
        ...base,
        kind,
        text: sentenceOf(host, event) ?? event.kind,
        ...(sequence === undefined ? {} : { sequence }),
      };
    }
  }
}
