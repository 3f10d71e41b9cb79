/** Puts the theme on the document, and tells canvases and terminals what its colours are. The only reader of computed styles. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ColourName } from '../common/marks.ts';
import { useView } from './view-store.ts';

const darkQuery = '(prefers-color-scheme: dark)';

/** One list for each query: asking the browser anew at every rendering would cost more than the answer. */
const mediaLists = new Map<string, MediaQueryList>();

function mediaList(query: string): MediaQueryList {
  const known = mediaLists.get(query);
  if (known) return known;
  const list = matchMedia(query);
  mediaLists.set(query, list);
  return list;
}

/** Follows a media query. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = mediaList(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => mediaList(query).matches,
  );
}

/** The sizes below which the page folds, in pixels at the usual text size. */
const narrowPixels = 1300;
const compactPixels = 800;
const usualRem = 13;
const phoneQuery = '(max-width: 799px)';

export type Roominess = { readonly narrow: boolean; readonly compact: boolean; readonly phone: boolean };

function readRoominess(): Roominess {
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / usualRem;
  const phone = mediaList(phoneQuery).matches;
  return {
    phone,
    narrow: !phone && innerWidth / scale <= narrowPixels,
    compact: !phone && innerHeight / scale <= compactPixels,
  };
}

/** How much fits into the window at the present type size: large type folds the page as a small window does. */
export function useRoominess(): Roominess {
  const [roominess, setRoominess] = useState(readRoominess);
  useEffect(() => {
    const read = () => setRoominess(readRoominess());
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'data-presenting'],
    });
    addEventListener('resize', read);
    return () => {
      observer.disconnect();
      removeEventListener('resize', read);
    };
  }, []);
  return roominess;
}

/** The theme that is in force, on the document element. */
export function useAppliedTheme(): void {
  const theme = useView((view) => view.theme);
  const presenting = useView((view) => view.presenting);
  const systemDark = useMedia(darkQuery);
  const { narrow, compact } = useRoominess();
  useEffect(() => {
    document.documentElement.toggleAttribute('data-narrow', narrow);
    document.documentElement.toggleAttribute('data-compact', compact);
  }, [narrow, compact]);
  useEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = theme === 'system' ? (systemDark ? 'dark' : 'light') : theme;
    if (presenting) root.dataset['presenting'] = '';
    else delete root.dataset['presenting'];
  }, [theme, presenting, systemDark]);
}

export type Palette = Readonly<
  Record<ColourName | 'ink' | 'dim' | 'line' | 'soft' | 'panel' | 'term' | 'term-ink' | 'accent', string>
> & {
  readonly sans: string;
  readonly mono: string;
  /** Pixels of one rem. */
  readonly rem: number;
  /** Width of an emphasised line, pixels. */
  readonly stroke: number;
};

const colourNames = [
  ...(['clock', 'net', 'disk', 'cons', 'rand', 'out', 'ctl', 'ok', 'warn', 'bad', 'accent', 'faint'] as const),
  ...(['ink', 'dim', 'line', 'soft', 'panel', 'term', 'term-ink'] as const),
];

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const colours = Object.fromEntries(colourNames.map((name) => [name, colour(name)])) as Record<
    (typeof colourNames)[number],
    string
  >;
  return {
    ...colours,
    sans: colour('sans'),
    mono: colour('mono'),
    rem: Number.parseFloat(style.fontSize),
    stroke: Number.parseFloat(colour('stroke')),
  };
}

/** The palette; a new object whenever the theme or the type size changes. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(readPalette);
  useEffect(() => {
    const observer = new MutationObserver(() => setPalette(readPalette()));
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'data-presenting'],
    });
    setPalette(readPalette());
    return () => observer.disconnect();
  }, []);
  return palette;
}
