/**
 * What keys and menus of this page do. Commands of the lab itself are in the lab's own table; an entry here either belongs to
 * the page alone (theme, panels), or picks the parameters that a lab command needs from what is on the screen.
 */
import type { HostId } from '../ft/host-id.ts';
import type { CommandInfo, LabState } from '../workers/lab/lab.ts';
import type { LabModel } from '../workers/lab/model.ts';
import { backupHost, liveHost } from './common/roles.ts';
import { createAct } from './store/lab-context.tsx';
import { setView, showTab, tabs, themes, chooseTheme, useView, type PresentedPanel } from './store/view-store.ts';

export interface PageCommand {
  readonly id: string;
  readonly label: string;
  /** As a person reads it. */
  readonly key?: string;
  /** The same for tinykeys; several mean the same. */
  readonly bindings?: readonly string[];
  readonly help: string;
  /** Leaves the key to the browser while this is false. */
  readonly when?: () => boolean;
  run(model: LabModel): void;
}

/** Events of the page that a component far away listens for. */
export const pageEvents = new EventTarget();

/** `focus-console` carries the host that takes input at this moment: what components show may be a moment old. */
export class FocusConsoleEvent extends Event {
  readonly host: HostId;

  constructor(host: HostId) {
    super('focus-console');
    this.host = host;
  }
}

function focusConsole(model: LabModel): void {
  const host = liveHost(model.state().hosts);
  if (!host) {
    setView({ notice: 'No host is live now, so no console takes input.' });
    return;
  }
  if (useView.getState().presenting) setView({ presented: 'stage' });
  pageEvents.dispatchEvent(new FocusConsoleEvent(host));
}

function announcePageEvent(name: 'leave-console' | 'zoom-in' | 'zoom-out' | 'follow'): void {
  pageEvents.dispatchEvent(new Event(name));
}

const isPresenting = () => useView.getState().presenting;
const panels: readonly PresentedPanel[] = ['stage', ...tabs.map((tab) => tab.id)];

/** Presenter remotes turn pages. Outside presenter mode those keys scroll, as everywhere. */
function turnPanel(step: 1 | -1): void {
  const at = panels.indexOf(useView.getState().presented);
  const next = panels[(at + step + panels.length) % panels.length];
  if (next === 'stage') setView({ presented: 'stage' });
  else if (next) showTab(next);
}

function crash(model: LabModel, host: string | null, whom: string): void {
  if (host) createAct(model)('crash', { host });
  else setView({ notice: `There is no ${whom} to crash now.` });
}

const timeCommands: readonly PageCommand[] = [
  {
    id: 'pause-resume',
    label: 'Pause or go on',
    key: 'Space or .',
    bindings: ['Space', '.'],
    help: 'Stops lab time for machines, links and timeouts together, and starts it again.',
    run: (model) => createAct(model)(model.state().time.paused ? 'resume' : 'pause'),
  },
  {
    id: 'step-slice',
    label: 'Step',
    key: '→',
    bindings: ['ArrowRight'],
    help: 'Pauses; once paused, runs to the next slices and stops again.',
    run: (model) => {
      const act = createAct(model);
      if (model.state().time.paused) act('step', { to: 'slice' });
      else act('pause');
    },
  },
  {
    id: 'slower',
    label: 'Slower',
    key: '−',
    bindings: ['-'],
    help: 'Slows lab time by half a decade.',
    run: (model) => createAct(model)('speed', { factor: Math.max(0.001, model.state().time.speed / Math.sqrt(10)) }),
  },
  {
    id: 'faster',
    label: 'Faster',
    key: '+',
    bindings: ['+', 'Shift++', '='],
    help: 'Speeds lab time up by half a decade, to real time at most.',
    run: (model) => createAct(model)('speed', { factor: Math.min(1, model.state().time.speed * Math.sqrt(10)) }),
  },
];

const failureCommands: readonly PageCommand[] = [
  {
    id: 'crash-primary',
    label: 'Crash the primary',
    key: 'K',
    bindings: ['k'],
    help: 'Ends the thread of the host that is live, at once.',
    run: (model) => crash(model, liveHost(model.state().hosts), 'live host'),
  },
  {
    id: 'crash-backup',
    label: 'Crash the backup',
    key: 'B',
    bindings: ['b'],
    help: 'Ends the thread of the host that replays, at once.',
    run: (model) => crash(model, backupHost(model.state().hosts), 'backup'),
  },
  {
    id: 'cut-or-mend',
    label: 'Cut or mend the logging channel',
    key: 'X',
    bindings: ['x'],
    help: 'Drops whatever the two hosts send each other, heartbeats included; again mends it.',
    run: (model) => createAct(model)(model.state().channel.connected ? 'cut' : 'mend', { link: 'logging' }),
  },
  {
    id: 'start-backup-key',
    label: 'Start a new backup',
    key: 'G',
    bindings: ['g'],
    help: 'FT VMotion: clones the live VM to the spare host.',
    run: (model) => createAct(model)('start-backup'),
  },
];

const viewCommands: readonly PageCommand[] = [
  {
    id: 'focus-console',
    label: 'Type into the service’s console',
    key: 'F',
    bindings: ['f'],
    help: 'Puts the cursor into the console of the live VM.',
    run: focusConsole,
  },
  {
    id: 'leave-console',
    label: 'Leave the console',
    key: 'Ctrl Shift Esc or Shift Tab',
    help: 'Takes the cursor out of a console; only this works inside one.',
    run: () => announcePageEvent('leave-console'),
  },
  {
    id: 'zoom-out',
    label: 'Timeline: zoom out',
    key: '[',
    bindings: ['['],
    help: 'Shows a longer stretch of the timeline.',
    run: () => announcePageEvent('zoom-out'),
  },
  {
    id: 'zoom-in',
    label: 'Timeline: zoom in',
    key: ']',
    bindings: [']'],
    help: 'Shows a shorter stretch of the timeline.',
    run: () => announcePageEvent('zoom-in'),
  },
  {
    id: 'follow',
    label: 'Timeline: follow',
    key: 'End',
    bindings: ['End'],
    help: 'Keeps the newest marks in sight.',
    run: () => announcePageEvent('follow'),
  },
  {
    id: 'present',
    label: 'Present',
    key: 'P',
    bindings: ['p'],
    help: 'Larger type and one panel at a time, for a room; again leaves it.',
    run: () => setView({ presenting: !useView.getState().presenting, presented: 'stage' }),
  },
  {
    id: 'next-panel',
    label: 'Next panel',
    key: 'Page Down',
    bindings: ['PageDown'],
    help: 'While presenting: shows the next panel.',
    when: isPresenting,
    run: () => turnPanel(1),
  },
  {
    id: 'previous-panel',
    label: 'Previous panel',
    key: 'Page Up',
    bindings: ['PageUp'],
    help: 'While presenting: shows the panel before.',
    when: isPresenting,
    run: () => turnPanel(-1),
  },
  {
    id: 'theme',
    label: 'Next theme',
    key: 'T',
    bindings: ['t'],
    help: 'System, light, dark, projector.',
    run: () => chooseTheme(themes[(themes.indexOf(useView.getState().theme) + 1) % themes.length] ?? 'system'),
  },
  {
    id: 'rules',
    label: 'Rules',
    key: 'R',
    bindings: ['r'],
    help: 'Opens the list of rules that can be switched off.',
    run: () => setView({ dialog: 'rules' }),
  },
  {
    id: 'help',
    label: 'Help',
    key: '?',
    bindings: ['Shift+?', '?'],
    help: 'Opens this list.',
    run: () => setView({ dialog: 'help' }),
  },
  {
    id: 'spoken-consoles',
    label: 'Consoles for screen readers',
    help: 'Lets a screen reader read what the consoles print.',
    run: () => setView({ spokenConsoles: !useView.getState().spokenConsoles }),
  },
];

const tabCommands: readonly PageCommand[] = tabs.map((tab, index) => ({
  id: `tab-${tab.id}`,
  label: tab.label,
  key: String(index + 1),
  bindings: [String(index + 1)],
  help: `Opens “${tab.label}” in the dock.`,
  run: () => showTab(tab.id),
}));

export const pageCommands: readonly PageCommand[] = [
  ...timeCommands,
  ...failureCommands,
  ...viewCommands,
  ...tabCommands,
];

/** Keys of the lab's own table that no entry of the page has taken, for commands that need no parameters. */
export function labBindings(commands: readonly CommandInfo[]): readonly CommandInfo[] {
  const taken = new Set(pageCommands.flatMap((command) => command.bindings ?? []).map((key) => key.toLowerCase()));
  return commands.filter((command) => command.key !== undefined && !taken.has(command.key.toLowerCase()));
}

/** @throws Error when there is no such command. */
export function runPageCommand(id: string, model: LabModel): void {
  const command = pageCommands.find((candidate) => candidate.id === id);
  if (!command) throw new Error(`There is no command “${id}” on this page.`);
  command.run(model);
}

/** Switches that are off in the paper's own protocol: they weaken it on purpose. */
const offInThePaper: ReadonlySet<string> = new Set(['weakOutputRule']);

/** Whether a rule stands as the paper has it. */
export function isAsInThePaper(rule: string, on: boolean): boolean {
  return on !== offInThePaper.has(rule);
}

/** How many rules are not as the paper has them. */
export function countRulesOff(state: LabState): number {
  return Object.entries(state.rules).filter(([rule, on]) => !isAsInThePaper(rule, on)).length;
}
