/** A few words at the mark under the pointer. */
import { formatCount, formatMoment } from '../../common/format.ts';
import { MarkGlyph } from '../../common/mark-glyph.tsx';
import { markStyles } from '../../common/marks.ts';
import { useObserved } from '../../store/lab-context.tsx';
import { laneWords, markFacts } from './mark-facts.ts';

export function MarkTooltip({ row, x, y }: { readonly row: number; readonly x: number; readonly y: number }) {
  const facts = markFacts(
    useObserved((model) => model.timeline),
    row,
  );
  if (!facts) return null;
  return (
    <div className="mark-tooltip" style={{ left: x, top: y }} aria-hidden="true">
      <MarkGlyph kind={facts.kind} />
      <b>{markStyles[facts.kind].word}</b> · {laneWords[facts.lane]} ·{' '}
      <span className="mono">{formatMoment(facts.labMs)} s</span>
      {facts.instructions === null ? null : <span className="mono"> · {formatCount(facts.instructions)}</span>}
      {facts.text ? <div>{facts.text}</div> : null}
    </div>
  );
}
