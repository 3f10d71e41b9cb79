/** A prediction: the answers as buttons, and afterwards what came true and how one guessed before. */
import { Check, X } from 'lucide-react';
import type { LessonQuestion } from '../../workers/lab/model.ts';
import { useAct } from '../store/lab-context.tsx';
import { LessonText } from './lesson-text.tsx';
import { noteTry, ownTries } from './own-tries.ts';

interface PredictionProps {
  /** What tells this question from all others. */
  readonly id: string;
  readonly ask: LessonQuestion;
  readonly open: 'open' | 'closed';
}

function verdict(ask: LessonQuestion): string {
  if (ask.right === null) return '';
  const right = ask.answers[ask.right] ?? '';
  if (ask.chosen === null) return `It came out as: ${right}.`;
  return ask.chosen === ask.right
    ? `As you predicted: ${right}.`
    : `You predicted ${ask.answers[ask.chosen]}; it came out as: ${right}.`;
}

function Tries({ id, ask }: { readonly id: string; readonly ask: LessonQuestion }) {
  const tries = ownTries(id, ask.answers.length);
  const total = tries.reduce((sum, count) => sum + count, 0);
  if (total < 2) return null;
  return (
    <p className="faint">
      Your {total} tries: {ask.answers.map((answer, index) => `${answer} ${tries[index]}×`).join(', ')}
    </p>
  );
}

export function Prediction({ id, ask, open }: PredictionProps) {
  const act = useAct();
  const choose = (answer: number) => {
    noteTry(id, answer, ask.answers.length);
    act('scenario-answer', { answer });
  };
  return (
    <div className="prediction">
      <b id={id}>
        <LessonText text={ask.question} />
      </b>
      {open === 'open' ? (
        <div className="answers" role="group" aria-labelledby={id}>
          {ask.answers.map((answer, index) => (
            <button
              key={answer}
              type="button"
              className={ask.chosen === index ? 'button small chosen' : 'button small'}
              data-testid={`answer-${index}`}
              aria-pressed={ask.chosen === index}
              disabled={ask.chosen !== null && ask.chosen !== index}
              onClick={() => choose(index)}
            >
              {answer}
            </button>
          ))}
        </div>
      ) : (
        <>
          {ask.right === null ? null : (
            <p className={ask.chosen === null ? 'dim' : ask.chosen === ask.right ? 'came-true' : 'came-otherwise'}>
              {ask.chosen === null ? null : ask.chosen === ask.right ? (
                <Check aria-hidden="true" />
              ) : (
                <X aria-hidden="true" />
              )}
              {verdict(ask)}
            </p>
          )}
          <Tries id={id} ask={ask} />
        </>
      )}
    </div>
  );
}
