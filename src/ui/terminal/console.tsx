/** A console on the page: the terminal, and a polite word when a person types where no input is taken. */
import { useEffect, useRef, useState } from 'react';
import type { ConsoleId } from '../../workers/lab/model.ts';
import { FocusConsoleEvent, pageEvents } from '../commands.ts';
import { useModel } from '../store/lab-context.tsx';
import { usePalette } from '../store/theme.ts';
import { useView } from '../store/view-store.ts';
import { openConsoleTerminal, type ConsoleMode, type ConsoleTerminal } from './console-terminal.ts';

const hintForMs = 4000;

interface ConsoleProps {
  readonly id: ConsoleId;
  readonly label: string;
  readonly mode: ConsoleMode;
  /** What to say to a person who types while `mode` is not `typing`. */
  readonly hint: string;
}

export function Console({ id, label, mode, hint }: ConsoleProps) {
  const model = useModel();
  const palette = usePalette();
  const spoken = useView((view) => view.spokenConsoles);
  const box = useRef<HTMLDivElement>(null);
  const terminal = useRef<ConsoleTerminal | null>(null);
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    if (!box.current) return undefined;
    const element = box.current;
    const opened = openConsoleTerminal({
      element,
      label,
      feed: model.console(id),
      palette,
      write: (bytes) => model.writeConsole(id === 'client' ? 'client' : 'service', bytes),
      refused: () => setRefusals((count) => count + 1),
      left: () => element.parentElement?.focus(),
    });
    terminal.current = opened;
    return () => opened.dispose();
    // The palette is followed below; a new terminal for it would lose the scrollback.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [model, id, label]);
  useEffect(() => terminal.current?.setMode(mode), [mode, id, label]);
  useEffect(() => terminal.current?.setPalette(palette), [palette]);
  useEffect(() => terminal.current?.setSpoken(spoken ? 'spoken' : 'silent'), [spoken]);
  useEffect(() => {
    if (refusals === 0) return undefined;
    const timer = setTimeout(() => setRefusals(0), hintForMs);
    return () => clearTimeout(timer);
  }, [refusals]);
  useEffect(() => {
    const focus = (event: Event) => {
      if (!(event instanceof FocusConsoleEvent) || event.host !== id) return;
      terminal.current?.setMode('typing');
      terminal.current?.focus();
    };
    pageEvents.addEventListener('focus-console', focus);
    return () => pageEvents.removeEventListener('focus-console', focus);
  }, [id]);
  return (
    <div className={`console ${mode}`} data-testid={`console-${id}`} tabIndex={-1} role="group" aria-label={label}>
      <div className="console-terminal" ref={box} />
      {refusals > 0 ? <output className="console-hint">{hint}</output> : null}
    </div>
  );
}
