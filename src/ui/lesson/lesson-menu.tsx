/** The header's list of lessons, each with its section and question; and where a teacher opens a scenario from a file. */
import { ChevronDown } from 'lucide-react';
import { useRef } from 'react';
import { MenuButton } from '../common/menu.tsx';
import { useAct, useObserved } from '../store/lab-context.tsx';
import { sectionWords } from './lesson-panel.tsx';

export function LessonMenu() {
  const act = useAct();
  const lessons = useObserved((model) => model.lessons);
  const open = useObserved((model) => model.lesson);
  const file = useRef<HTMLInputElement>(null);
  const show = (parameters: object) => act('scenario', parameters);
  if (lessons.length === 0) return null;
  const choices = lessons.map((lesson, index) => ({
    label: lesson.title,
    testId: `lesson-${lesson.id}`,
    run: () => show({ id: lesson.id }),
    content: (
      <>
        <span className="tick mono">{index + 1}</span>
        <span className="lesson-name">
          <b>{lesson.title}</b>
          <span>{lesson.question}</span>
        </span>
        <span className="spacer" />
        <span>{sectionWords(lesson.section)}</span>
      </>
    ),
  }));
  const fromFile = { label: 'Open a scenario file…', run: () => file.current?.click() };
  return (
    <>
      <MenuButton
        label={open === null ? 'Lessons' : `Lesson: ${open.title}`}
        className="lesson-trigger"
        testId="lessons"
        sections={[{ choices }, { choices: [fromFile] }]}
      >
        <span className="lesson-trigger-words">
          {open === null ? (
            'Lessons'
          ) : (
            <>
              Lesson: <b>{open.title}</b>
            </>
          )}
        </span>
        <ChevronDown aria-hidden="true" />
      </MenuButton>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        aria-label="Scenario file"
        hidden
        data-testid="scenario-file"
        onChange={(event) => {
          const picked = event.target.files?.[0];
          event.target.value = '';
          if (picked) void picked.text().then((text) => show({ text, name: picked.name }));
        }}
      />
    </>
  );
}
