/** The header's list of lessons, each with its section and question; and where a teacher opens a scenario from a file. */
import { Menu } from '@base-ui/react/menu';
import { ChevronDown } from 'lucide-react';
import { useRef } from 'react';
import { useAct, useObserved } from '../store/lab-context.tsx';
import { sectionWords } from './lesson-panel.tsx';

export function LessonMenu() {
  const act = useAct();
  const lessons = useObserved((model) => model.lessons);
  const open = useObserved((model) => model.lesson);
  const file = useRef<HTMLInputElement>(null);
  const show = (parameters: object) => act('scenario', parameters);
  if (lessons.length === 0) return null;
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className="button lesson-trigger" data-testid="lessons">
          <span className="lesson-trigger-words">
            {open === null ? 'Lessons' : <>Lesson: <b>{open.title}</b></>}
          </span>
          <ChevronDown aria-hidden="true" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="layer" sideOffset={6} align="start">
            <Menu.Popup className="menu lesson-menu">
              {lessons.map((lesson, index) => (
                <Menu.Item
                  key={lesson.id}
                  className="menu-item"
                  data-testid={`lesson-${lesson.id}`}
                  onClick={() => show({ id: lesson.id })}
                >
                  <span className="tick mono">{index + 1}</span>
                  <span className="lesson-name">
                    <b>{lesson.title}</b>
                    <span>{lesson.question}</span>
                  </span>
                  <span className="spacer" />
                  <span>{sectionWords(lesson.section)}</span>
                </Menu.Item>
              ))}
              <Menu.Item className="menu-item" onClick={() => file.current?.click()}>
                <span className="tick" />
                Open a scenario file…
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
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
