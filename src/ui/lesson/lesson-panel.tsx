/** The upper part of the left column: the open lesson, or `children` (the first-visit text) while none is open. */
import { ChevronLeft, ChevronRight, RotateCcw, X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { LessonInfo, LessonView } from '../../workers/lab/model.ts';
import { useAct, useObserved } from '../store/lab-context.tsx';
import { LessonStep } from './lesson-step.tsx';
import { LessonText } from './lesson-text.tsx';
import { TwoProcessors } from './two-processors.tsx';

/** “§2.2”, or the word for what is not in the paper. */
export function sectionWords(section: string): string {
  return /^\d/.test(section) ? `§${section}` : section;
}

function Head({ lesson }: { readonly lesson: LessonView }) {
  const act = useAct();
  const place = lesson.place === null ? 'Your own scenario' : `Lesson ${lesson.place.number} of ${lesson.place.count}`;
  return (
    <div className="lesson-head">
      <p className="eyebrow">
        {place} · {sectionWords(lesson.section)}
      </p>
      <h2 data-testid="lesson-title">{lesson.question}</h2>
      <div className="lesson-tools">
        <button
          type="button"
          className="button small bare"
          data-testid="lesson-restart"
          onClick={() => act('scenario-restart')}
        >
          <RotateCcw aria-hidden="true" /> Start again
        </button>
        <button
          type="button"
          className="button small bare"
          data-testid="lesson-close"
          onClick={() => act('scenario-close')}
        >
          <X aria-hidden="true" /> Close
        </button>
      </div>
    </div>
  );
}

function Summary({ lesson }: { readonly lesson: LessonView }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} className="lesson-summary" data-testid="lesson-summary">
      <h3>What was seen, and why</h3>
      <p>
        <LessonText text={lesson.summary ?? ''} />
      </p>
    </div>
  );
}

function Neighbour({ lesson, to }: { readonly lesson: LessonInfo | null; readonly to: 'previous' | 'next' }) {
  const act = useAct();
  if (lesson === null) return <span />;
  return (
    <button
      type="button"
      className="button small bare"
      data-testid={`lesson-${to}`}
      onClick={() => act(`scenario-${to}`)}
    >
      {to === 'previous' ? <ChevronLeft aria-hidden="true" /> : null}
      <span className="visually-hidden">{to === 'previous' ? 'Previous lesson: ' : 'Next lesson: '}</span>
      <span className="neighbour">{lesson.title}</span>
      {to === 'next' ? <ChevronRight aria-hidden="true" /> : null}
    </button>
  );
}

/** The lesson's steps and what came out, also shown alone when presenting. */
export function OpenLesson({ lesson }: { readonly lesson: LessonView }) {
  return (
    <section
      className="lesson"
      aria-label={`Lesson: ${lesson.title}`}
      data-testid="lesson"
      data-lesson={lesson.id}
      data-phase={lesson.phase}
    >
      <Head lesson={lesson} />
      <p className="claim">
        <LessonText text={lesson.claim} /> <span className="faint">{sectionWords(lesson.section)}</span>
      </p>
      {lesson.phase === 'preparing' ? <p className="dim">The lab is brought to the start of this lesson…</p> : null}
      {lesson.problem === '' ? null : (
        <p className="broken" role="alert">
          {lesson.problem}
        </p>
      )}
      <ol className="steps">
        {lesson.steps.map((step, index) => (
          <LessonStep key={step.say} lesson={lesson.id} number={index + 1} step={step} />
        ))}
      </ol>
      {lesson.model === 'two-processors' ? <TwoProcessors /> : null}
      {lesson.summary === null ? null : <Summary lesson={lesson} />}
      <nav className="lesson-ends" aria-label="Lessons before and after">
        <Neighbour lesson={lesson.previous} to="previous" />
        <Neighbour lesson={lesson.next} to="next" />
      </nav>
    </section>
  );
}

export function LessonPanel({ children }: { readonly children: ReactNode }) {
  const lesson = useObserved((model) => model.lesson);
  // A new lesson is a new element, so that a hint or a scroll position never crosses over.
  return lesson === null ? children : <OpenLesson key={lesson.id} lesson={lesson} />;
}
