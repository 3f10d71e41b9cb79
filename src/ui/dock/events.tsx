/** What happened, in plain words: the protocol's events, newest at the end. */
import { useCallback, useState } from 'react';
import type { LabEvent } from '../../workers/lab/lab.ts';
import { formatCount, formatMoment } from '../common/format.ts';
import { useModel } from '../store/lab-context.tsx';
import { RowList } from './row-list.tsx';
import { useRecentEvents } from './use-recent-events.ts';

const eventsKept = 2000;

const sourceWords: Readonly<Record<LabEvent['source'], string>> = {
  A: 'Host A',
  B: 'Host B',
  C: 'Host C',
  client: 'Client',
  switch: 'Switch',
  storage: 'Storage',
  lab: 'Lab',
};

function EventDetail({ event }: { readonly event: LabEvent }) {
  return (
    <aside aria-label="The chosen event">
      <b>{event.text}</b>
      <dl className="facts">
        <dt>Event</dt>
        <dd className="mono">
          {event.number} · {event.kind}
        </dd>
        <dt>Lab time</dt>
        <dd className="mono">{formatMoment(event.labMs)} s</dd>
        {event.instructions === undefined ? null : (
          <>
            <dt>Instruction</dt>
            <dd className="mono">{formatCount(event.instructions)}</dd>
          </>
        )}
        {event.sequence === undefined ? null : (
          <>
            <dt>Batch</dt>
            <dd className="mono">{formatCount(event.sequence)}</dd>
          </>
        )}
      </dl>
    </aside>
  );
}

export function Events() {
  const events = useRecentEvents(useModel(), eventsKept);
  const [chosen, setChosen] = useState<number | null>(null);
  const first = events[0]?.number ?? 0;
  const line = useCallback(
    (number: number) => {
      const event = events.find((candidate) => candidate.number === number);
      if (!event) return null;
      return (
        <>
          <span className="moment mono">{formatMoment(event.labMs)}</span>
          <span className="source">{sourceWords[event.source]}</span>
          <span className="words">{event.text}</span>
        </>
      );
    },
    [events],
  );
  const event = events.find((candidate) => candidate.number === chosen);
  if (events.length === 0)
    return <p className="empty">Nothing has happened yet. Crash a host, or cut the logging channel.</p>;
  return (
    <div className={event ? 'split' : 'rows'} data-testid="events" data-first={first}>
      <RowList
        label="Events"
        numbers={events.map((candidate) => candidate.number)}
        chosen={chosen}
        choose={setChosen}
        row={line}
      />
      {event ? <EventDetail event={event} /> : null}
    </div>
  );
}
