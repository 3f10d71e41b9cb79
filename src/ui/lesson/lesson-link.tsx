/** From what happened, or from a rule, to the lesson about it. Must not know which lesson is about what. */
import { useAct, useObserved } from '../store/lab-context.tsx';
import { setView } from '../store/view-store.ts';

interface LessonLinkProps {
  /** Id of a lesson, or null when none is about it. */
  readonly lesson: string | null;
}

export function LessonLink({ lesson }: LessonLinkProps) {
  const act = useAct();
  const info = useObserved((model) => model.lessons).find(({ id }) => id === lesson);
  const open = useObserved((model) => model.lesson)?.id;
  if (info === undefined || info.id === open) return null;
  return (
    <button
      type="button"
      className="button small bare"
      data-testid={`see-lesson-${info.id}`}
      onClick={() => {
        setView({ dialog: 'none' });
        act('scenario', { id: info.id });
      }}
    >
      Lesson: {info.title}
    </button>
  );
}
