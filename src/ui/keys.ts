/** Single keys of the page. They never fire while a person types: in inputs, terminals, menus, dialogs and sliders. */
import { useEffect } from 'react';
import { tinykeys, type KeyBindingMap } from 'tinykeys';
import type { LabModel } from '../workers/lab/model.ts';
import { labBindings, pageCommands } from './commands.ts';
import { createAct } from './store/lab-context.tsx';

const typing =
  'input:not([type=range]), textarea, select, [contenteditable=true], .xterm, [role=menu], [role=dialog], [role=listbox]';
const ownArrows =
  'input[type=range], [role=slider], [role=separator], [role=tab], .timeline-canvas-box, .rows, .timeline-table, .figures, .diff, .left';
const ownSpace = 'button, a, summary, [role=button], [role=switch], [role=tab], [role=checkbox]';

/** Whether the thing that has the focus wants this key for itself. */
export function belongsToFocus(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof Element)) return false;
  if (target.closest(typing)) return true;
  if (/^(Arrow|Home|End|Page)/.test(event.key) && target.closest(ownArrows)) return true;
  return event.key === ' ' && target.closest(ownSpace) !== null;
}

/** Binds the keys while the page is shown. */
export function useKeys(model: LabModel): void {
  useEffect(() => {
    const map: KeyBindingMap = {};
    const bind = (binding: string, run: () => void, when: () => boolean = () => true) => {
      map[binding] = (event) => {
        if (event.defaultPrevented || event.repeat || belongsToFocus(event) || !when()) return;
        event.preventDefault();
        run();
      };
    };
    for (const command of pageCommands)
      for (const binding of command.bindings ?? []) bind(binding, () => command.run(model), command.when);
    for (const command of labBindings(model.commands()))
      if (command.key) bind(command.key, () => createAct(model)(command.id));
    return tinykeys(window, map);
  }, [model]);
}
