/** The left column: what this is and what to try, and below it the promises that hold at this moment. Folds to a strip. */
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { LessonPanel } from '../lesson/lesson-panel.tsx';
import { setView } from '../store/view-store.ts';
import { FirstVisit } from './first-visit.tsx';
import { HoldingNow } from './holding-now.tsx';
import { JustNow } from './just-now.tsx';

export function LeftColumn({ folded }: { readonly folded: 'folded' | 'open' }) {
  if (folded === 'folded') {
    return (
      <aside className="left strip" aria-label="Introduction, folded">
        <button
          type="button"
          className="button bare"
          aria-label="Show the introduction"
          onClick={() => setView({ leftColumn: 'open' })}
        >
          <PanelLeftOpen aria-hidden="true" />
        </button>
        <HoldingNow compact="compact" />
      </aside>
    );
  }
  return (
    <aside className="left" aria-label="Introduction">
      <button
        type="button"
        className="button bare fold"
        aria-label="Fold the introduction away"
        onClick={() => setView({ leftColumn: 'folded' })}
      >
        <PanelLeftClose aria-hidden="true" />
      </button>
      <div className="left-top">
        <LessonPanel>
          <FirstVisit />
        </LessonPanel>
      </div>
      <JustNow />
      <HoldingNow compact="full" />
    </aside>
  );
}
