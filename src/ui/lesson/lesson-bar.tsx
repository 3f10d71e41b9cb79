/** The open lesson as one bar, for presenting and for small screens where the left column is folded: the step that is on. */
import { ChevronRight } from 'lucide-react';
import type { LessonView } from '../../workers/lab/model.ts';
import { useAct, useObserved } from '../store/lab-context.tsx';
import { LessonText } from './lesson-text.tsx';
import { Prediction } from './prediction.tsx';

function Current({ lesson }: { readonly lesson: LessonView }) {
  const act = useAct();
  const index = lesson.steps.findIndex((step) => step.state === 'now');
  const step = lesson.steps[index];
  if (lesson.phase === 'preparing')
    return <p className="bar-text dim">The lab is brought to the start of this lesson…</p>;
  if (step === undefined) {
    return (
      <p className="bar-text">
        <LessonText text={lesson.summary ?? ''} />
      </p>
    );
  }
  return (
    <>
      <p className="bar-text">
        <span className="step-tick" aria-hidden="true">
          {index + 1}
        </span>
        <LessonText text={step.say} />
      </p>
      {step.ask === null ? null : <Prediction id={`${lesson.id}-${index + 1}`} ask={step.ask} open="open" />}
      {step.help === 'none' ? null : (
        <button
          type="button"
          className="button small"
          data-testid="lesson-do"
          disabled={step.help === 'busy'}
          onClick={() => act('scenario-step')}
        >
          {step.help === 'busy' ? 'Doing it…' : 'Do it for me'}
        </button>
      )}
    </>
  );
}

/** What the step before showed: without it, a bar would forget what was just seen. */
function justSeen(lesson: LessonView): string | null {
  return lesson.steps.findLast((step) => step.state === 'done')?.seen ?? null;
}

export function LessonBar() {
  const act = useAct();
  const lesson = useObserved((model) => model.lesson);
  if (lesson === null) return null;
  const seen = justSeen(lesson);
  return (
    <section
      className="lesson-bar"
      aria-label={`Lesson: ${lesson.title}`}
      data-testid="lesson"
      data-lesson={lesson.id}
      data-phase={lesson.phase}
    >
      <b className="bar-title">{lesson.question}</b>
      {seen === null ? null : (
        <p className="seen">
          <LessonText text={seen} />
        </p>
      )}
      <Current lesson={lesson} />
      {lesson.problem === '' ? null : <p className="broken">{lesson.problem}</p>}
      {lesson.phase === 'finished' && lesson.next !== null ? (
        <button type="button" className="button small" onClick={() => act('scenario-next')}>
          {lesson.next.title} <ChevronRight aria-hidden="true" />
        </button>
      ) : null}
    </section>
  );
}
