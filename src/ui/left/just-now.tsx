/** The last thing that happened, in a sentence, so that nobody has to look for it in the dock. */
import { useRecentEvents } from '../dock/use-recent-events.ts';
import { useModel } from '../store/lab-context.tsx';
import { showTab } from '../store/view-store.ts';

export function JustNow() {
  const last = useRecentEvents(useModel(), 1).at(-1);
  if (!last) return null;
  return (
    <section className="just-now" aria-label="Just now" data-testid="just-now">
      <h2 className="eyebrow">Just now</h2>
      <p>{last.text}</p>
      <button type="button" className="button small" onClick={() => showTab('events')}>
        All events
      </button>
    </section>
  );
}
