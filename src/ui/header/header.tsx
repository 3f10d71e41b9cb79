/** The bar above everything: what runs, how fast lab time goes, which rules hold, and how the page looks. */
import { HelpCircle, Pause, Play, Presentation, StepForward } from 'lucide-react';
import { countRulesOff, runPageCommand } from '../commands.ts';
import { LessonMenu } from '../lesson/lesson-menu.tsx';
import { useLab, useModel } from '../store/lab-context.tsx';
import { ShareMenu } from '../share/share-menu.tsx';
import { setView, useView } from '../store/view-store.ts';
import { SpeedSlider } from './speed-slider.tsx';
import { ThemeMenu } from './theme-menu.tsx';

function Brand() {
  return (
    <h1 className="brand">
      <svg
        width="24"
        height="24"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        aria-hidden="true"
      >
        <rect x="2" y="5" width="8" height="14" rx="2" stroke="var(--accent)" />
        <rect x="14" y="5" width="8" height="14" rx="2" strokeDasharray="2.6 2" />
        <path d="M10 10h4M10 14h4" stroke="var(--accent)" />
      </svg>
      Lockstep
    </h1>
  );
}

function TimeControls() {
  const model = useModel();
  const paused = useLab((state) => state.time.paused);
  return (
    <div className="segment" role="group" aria-label="Lab time">
      <button
        type="button"
        className={paused ? 'button on' : 'button'}
        data-testid="pause"
        aria-pressed={paused}
        onClick={() => runPageCommand('pause-resume', model)}
      >
        {paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
        {paused ? 'Go on' : 'Pause'} <kbd className="wide-only">Space</kbd>
      </button>
      <button type="button" className="button" data-testid="step" onClick={() => runPageCommand('step-slice', model)}>
        <StepForward aria-hidden="true" />
        Step <kbd className="wide-only">→</kbd>
      </button>
    </div>
  );
}

function RulesButton() {
  const off = useLab(countRulesOff);
  return (
    <button type="button" className="button" data-testid="rules" onClick={() => setView({ dialog: 'rules' })}>
      Rules {off > 0 ? <span className="pill warn">{off} off</span> : null}
    </button>
  );
}

export function Header() {
  const model = useModel();
  const presenting = useView((view) => view.presenting);
  return (
    <header className="header">
      <Brand />
      <LessonMenu />
      <span className="spacer" />
      <TimeControls />
      <SpeedSlider />
      <RulesButton />
      <button
        type="button"
        className="button"
        data-testid="present"
        aria-pressed={presenting}
        aria-label="Present P"
        onClick={() => runPageCommand('present', model)}
      >
        <Presentation aria-hidden="true" />
        <span className="wide-only">Present</span> <kbd className="wide-only">P</kbd>
      </button>
      <ShareMenu />
      <ThemeMenu />
      <button
        type="button"
        className="button"
        data-testid="help"
        aria-label="Help"
        title="Help (?)"
        onClick={() => setView({ dialog: 'help' })}
      >
        <HelpCircle aria-hidden="true" />
      </button>
    </header>
  );
}
