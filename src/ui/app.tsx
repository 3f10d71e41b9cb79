/** The whole page around one lab: header, left column, stage, dock, and what lies above them. */
import { lazy, Suspense, useEffect } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import type { LabModel } from '../workers/lab/model.ts';
import { GlossaryTooltip } from './common/term.tsx';
import { FailurePage, PageError } from './failure/failure-page.tsx';
import { Header } from './header/header.tsx';
import { useKeys } from './keys.ts';
import { LeftColumn } from './left/left-column.tsx';
import { LessonBar } from './lesson/lesson-bar.tsx';
import { Caption } from './live/caption.tsx';
import { LiveRegions } from './live/live-regions.tsx';
import { NoticeBar } from './live/notice-bar.tsx';
import { LabProvider, useMirror, useModel } from './store/lab-context.tsx';
import { useAppliedTheme, useRoominess } from './store/theme.ts';
import { useView } from './store/view-store.ts';
import { Workspace } from './workspace.tsx';

/** Nobody opens one in the first moment, so they come after the page. */
const Dialogs = lazy(async () => ({ default: (await import('./dialogs/dialogs.tsx')).Dialogs }));

/** A button that was clicked keeps no focus, so that Space goes on pausing; keyboard users keep theirs. */
function useClickedButtonsLetGo(): void {
  useEffect(() => {
    const letGo = (event: MouseEvent) => {
      if (event.detail === 0 || !(event.target instanceof Element)) return;
      const button = event.target.closest('button.button:not([aria-haspopup])');
      if (button instanceof HTMLElement) button.blur();
    };
    document.addEventListener('click', letGo);
    return () => document.removeEventListener('click', letGo);
  }, []);
}

function Failure() {
  const progress = useMirror((mirror) => mirror.progress);
  return progress.kind === 'failed' ? (
    <FailurePage title={progress.title} advice={progress.advice} details={progress.details} />
  ) : null;
}

function Page() {
  useAppliedTheme();
  useKeys(useModel());
  useClickedButtonsLetGo();
  const presenting = useView((view) => view.presenting);
  const leftColumn = useView((view) => view.leftColumn);
  const { narrow } = useRoominess();
  const folded = leftColumn === 'folded' || (leftColumn === 'automatic' && narrow) ? 'folded' : 'open';
  return (
    <div className="page">
      <Header />
      <main className={`page-main ${folded} ${presenting ? 'presenting' : ''}`}>
        {presenting ? null : <LeftColumn folded={folded} />}
        <Workspace />
      </main>
      {presenting || folded === 'folded' ? <LessonBar /> : null}
      {presenting ? <Caption /> : null}
      <NoticeBar />
      <LiveRegions />
      <Suspense fallback={null}>
        <Dialogs />
      </Suspense>
      <GlossaryTooltip />
      <Failure />
    </div>
  );
}

export function App({ model }: { readonly model: LabModel }) {
  return (
    <ErrorBoundary FallbackComponent={PageError}>
      <LabProvider model={model}>
        <Page />
      </LabProvider>
    </ErrorBoundary>
  );
}
