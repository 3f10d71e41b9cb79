/** One step of the open lesson: what to do, a prediction, help, and what was seen. The lab, not the page, says when it is done. */
import type { LessonStep as Step } from '../../workers/lab/model.ts';
import { useEffect, useRef, useState } from 'react';
import { useAct } from '../store/lab-context.tsx';
import { LessonText } from './lesson-text.tsx';
import { Prediction } from './prediction.tsx';

interface LessonStepProps {
  readonly lesson: string;
  readonly number: number;
  readonly step: Step;
}

function Help({ step }: { readonly step: Step }) {
  const act = useAct();
  const [hinted, setHinted] = useState(false);
  if (step.help === 'none' && step.hint === null) return null;
  return (
    <>
      <div className="answers">
        {step.help === 'none' ? null : (
          <button
            type="button"
            className="button small"
            data-testid="lesson-do"
            disabled={step.help === 'busy'}
            onClick={() => act('scenario-step')}
          >
            {step.help === 'busy' ? 'Doing it…' : 'Do it for me'} <kbd className="wide-only">D</kbd>
          </button>
        )}
        {step.hint === null || hinted ? null : (
          <button type="button" className="button small bare" onClick={() => setHinted(true)}>
            Where?
          </button>
        )}
      </div>
      {hinted && step.hint !== null ? (
        <p className="dim">
          <LessonText text={step.hint} />
        </p>
      ) : null}
    </>
  );
}

export function LessonStep({ lesson, number, step }: LessonStepProps) {
  const item = useRef<HTMLLIElement>(null);
  const isNow = step.state === 'now';
  useEffect(() => {
    if (isNow) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isNow]);
  return (
    <li
      ref={item}
      className={`step ${step.state}`}
      data-testid={`lesson-step-${number}`}
      data-state={step.state}
      aria-current={isNow ? 'step' : undefined}
    >
      <span className="step-tick" aria-hidden="true">
        {step.state === 'done' ? '✓' : number}
      </span>
      <div className="step-body">
        <p>
          <LessonText text={step.say} />
          {step.state === 'done' ? <span className="visually-hidden"> (done)</span> : null}
        </p>
        {step.ask === null || step.state === 'later' ? null : (
          <Prediction id={`${lesson}-${number}`} ask={step.ask} open={isNow ? 'open' : 'closed'} />
        )}
        {isNow ? <Help step={step} /> : null}
        {step.seen === null ? null : (
          <p className="seen">
            <LessonText text={step.seen} />
          </p>
        )}
      </div>
    </li>
  );
}
