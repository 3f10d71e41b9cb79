/** The lab's events as they come, the last `limit` of them. */
import { useEffect, useState } from 'react';
import type { LabEvent } from '../../workers/lab/lab.ts';
import type { LabModel } from '../../workers/lab/model.ts';

/** How often the list is renewed; a person reads no faster. */
const everyMs = 250;

/** Appends what came since the last event kept, and forgets the oldest. */
export function appendEvents(
  kept: readonly LabEvent[],
  fresh: readonly LabEvent[],
  limit: number,
): readonly LabEvent[] {
  return fresh.length === 0 ? kept : [...kept, ...fresh].slice(-limit);
}

export function useRecentEvents(model: LabModel, limit: number): readonly LabEvent[] {
  const [events, setEvents] = useState<readonly LabEvent[]>(() => model.events().slice(-limit));
  useEffect(() => {
    const timer = setInterval(() => {
      setEvents((kept) => {
        const last = kept.at(-1)?.number ?? 0;
        const fresh = model.events(last).filter((event) => event.number > last);
        // Numbers begin anew when the lab does.
        if (fresh.length === 0 && (model.events().at(-1)?.number ?? 0) < last) return model.events().slice(-limit);
        return appendEvents(kept, fresh, limit);
      });
    }, everyMs);
    return () => clearInterval(timer);
  }, [model, limit]);
  return events;
}
