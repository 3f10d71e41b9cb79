/** Presenter mode's line at the bottom: the last thing that happened, in words that carry to the last row. */
import { useMirror, useModel } from '../store/lab-context.tsx';
import { formatMoment } from '../common/format.ts';
import { useRecentEvents } from '../dock/use-recent-events.ts';

export function Caption() {
  const last = useRecentEvents(useModel(), 1).at(-1);
  const progress = useMirror((mirror) => mirror.progress);
  const words = progress.kind === 'loading' ? progress.what : (last?.text ?? 'Both machines run in lockstep.');
  return (
    <p className="caption" data-testid="caption">
      {last ? <span className="mono dim">{formatMoment(last.labMs)} </span> : null}
      {words}
    </p>
  );
}
