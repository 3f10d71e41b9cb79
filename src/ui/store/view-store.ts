/** What only this page knows: theme, open panels, the selected mark. Nothing here changes the lab. */
import { create } from 'zustand';

export const themes = ['system', 'light', 'dark', 'projector'] as const;
export type Theme = (typeof themes)[number];

/** The dock's tabs in order. Keys 1 to 8. */
export const tabs = [
  { id: 'timeline', label: 'Timeline' },
  { id: 'log', label: 'Log entries' },
  { id: 'bandwidth', label: 'Bandwidth & lag' },
  { id: 'events', label: 'Events' },
  { id: 'memory', label: 'Memory diff' },
  { id: 'packets', label: 'Packets' },
  { id: 'client', label: 'Client shell' },
  { id: 'bench', label: 'Benchmarks' },
] as const;
export type TabId = (typeof tabs)[number]['id'];

/** What presenter mode shows, one at a time. */
export type PresentedPanel = 'stage' | TabId;

export interface ViewState {
  readonly theme: Theme;
  readonly presenting: boolean;
  readonly presented: PresentedPanel;
  readonly tab: TabId;
  readonly dialog: 'none' | 'help' | 'rules' | 'share' | 'replay';
  /** The left column: as the window's size suggests, or as the reader chose. */
  readonly leftColumn: 'automatic' | 'open' | 'folded';
  /** Absolute number of the timeline's pinned mark. */
  readonly pinnedMark: number | null;
  /** The log list shows this batch only. */
  readonly sequenceFilter: number | null;
  /** A sentence for the person at the screen: why a command was refused. */
  readonly notice: string;
  /** xterm's own text for screen readers. */
  readonly spokenConsoles: boolean;
}

const themeKey = 'lockstep.theme';

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(themeKey);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

export const useView = create<ViewState>()(() => ({
  theme: storedTheme(),
  presenting: false,
  presented: 'stage',
  tab: 'timeline',
  dialog: 'none',
  leftColumn: 'automatic',
  pinnedMark: null,
  sequenceFilter: null,
  notice: '',
  spokenConsoles: false,
}));

export function setView(change: Partial<ViewState>): void {
  useView.setState(change);
}

/** Chooses the theme and remembers it, where the browser lets us. */
export function chooseTheme(theme: Theme): void {
  setView({ theme });
  try {
    localStorage.setItem(themeKey, theme);
  } catch {
    // A browser that keeps nothing still shows the theme until the page is closed.
  }
}

/** Opens a tab of the dock, also when presenting. */
export function showTab(tab: TabId): void {
  setView({ tab, presented: tab });
}
