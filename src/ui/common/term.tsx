/** A word of the paper with its explanation on hover and focus. One tooltip serves all words of the page. */
import { useEffect, useLayoutEffect, useRef, type ReactNode, type SyntheticEvent } from 'react';
import { create } from 'zustand';
import { glossary, type GlossaryEntry, type GlossaryWord } from './glossary.ts';

interface Shown {
  readonly entry: GlossaryEntry | null;
  readonly element: Element | null;
}

const nothing: Shown = { entry: null, element: null };
const useShown = create<Shown>()(() => nothing);
const tooltipId = 'glossary-tooltip';
const hoverDelayMs = 350;
const fromEdge = 8;

export function Term({ word, children }: { readonly word: GlossaryWord; readonly children: ReactNode }) {
  const entry: GlossaryEntry = glossary[word];
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const show = (event: SyntheticEvent) => useShown.setState({ entry, element: event.currentTarget });
  const hide = () => {
    clearTimeout(timer.current);
    useShown.setState(nothing);
  };
  const showSoon = (event: SyntheticEvent) => {
    const element = event.currentTarget;
    timer.current = setTimeout(() => useShown.setState({ entry, element }), hoverDelayMs);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <button
      type="button"
      className="term-word"
      aria-describedby={tooltipId}
      onPointerEnter={showSoon}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onClick={show}
      onKeyDown={(event) => event.key === 'Escape' && hide()}
    >
      {children}
    </button>
  );
}

/** Rendered once, by the page. Lies above everything, dialogs too. */
export function GlossaryTooltip() {
  const { entry, element } = useShown();
  const tooltip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const popup = tooltip.current;
    if (!popup || !element || !entry) return;
    popup.showPopover();
    const word = element.getBoundingClientRect();
    const box = popup.getBoundingClientRect();
    const below = word.bottom + fromEdge;
    popup.style.left = `${Math.max(fromEdge, Math.min(word.left, innerWidth - box.width - fromEdge))}px`;
    popup.style.top = `${below + box.height > innerHeight ? word.top - box.height - fromEdge : below}px`;
  }, [element, entry]);
  if (!entry) return null;
  return (
    <div className="tooltip" id={tooltipId} role="tooltip" ref={tooltip} popover="manual">
      <b>{entry.title}</b>
      {entry.text}{' '}
      <span className="section">{entry.section === 'this lab' ? 'A word of this lab.' : `§${entry.section}`}</span>
    </div>
  );
}
