/** The pinned mark with all its fields, and the way to its log entries. */
import { X } from 'lucide-react';
import { formatCount, formatMoment } from '../../common/format.ts';
import { MarkGlyph } from '../../common/mark-glyph.tsx';
import { markStyles } from '../../common/marks.ts';
import { useObserved } from '../../store/lab-context.tsx';
import { setView, showTab, useView } from '../../store/view-store.ts';
import { batchWords } from '../log/batch-entries.ts';
import { laneWords, markFacts } from './mark-facts.ts';

export function MarkDetail() {
  const timeline = useObserved((model) => model.timeline);
  const log = useObserved((model) => model.log);
  const row = useView((view) => view.pinnedMark);
  const facts = row === null ? null : markFacts(timeline, row);
  if (!facts) return null;
  const holds = facts.sequence === null ? '' : batchWords(log, facts.generation, facts.sequence);
  return (
    <section className="mark-detail" aria-label="Pinned mark" aria-live="polite" data-testid="mark-detail">
      <div className="mark-detail-head">
        <MarkGlyph kind={facts.kind} />
        <b>{markStyles[facts.kind].word}</b>
        <span className="spacer" />
        <button
          type="button"
          className="button bare"
          aria-label="Let go of this mark"
          onClick={() => setView({ pinnedMark: null })}
        >
          <X aria-hidden="true" />
        </button>
      </div>
      {facts.text ? <p>{facts.text}</p> : null}
      <dl className="facts">
        <dt>Where</dt>
        <dd>{laneWords[facts.lane]}</dd>
        <dt>Lab time</dt>
        <dd className="mono">{formatMoment(facts.labMs)} s</dd>
        {facts.instructions === null ? null : (
          <>
            <dt>Instruction</dt>
            <dd className="mono">{formatCount(facts.instructions)}</dd>
          </>
        )}
        {facts.sequence === null ? null : (
          <>
            <dt>Batch</dt>
            <dd className="mono">
              {formatCount(facts.sequence)}, generation {facts.generation}
            </dd>
          </>
        )}
        {holds ? (
          <>
            <dt>Holds</dt>
            <dd>{holds}</dd>
          </>
        ) : null}
      </dl>
      {facts.sequence === null ? null : (
        <button
          type="button"
          className="button small"
          onClick={() => {
            setView({ sequenceFilter: facts.sequence });
            showTab('log');
          }}
        >
          Show its log entries
        </button>
      )}
    </section>
  );
}
