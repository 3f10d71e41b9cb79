/**
 * Menus: behind a button or at the right mouse button, by mouse and keyboard alike. One popup at a time, always inside the window.
 * Native elements and forty lines of behaviour instead of a library: the whole page has to stay small.
 */
import { Check } from 'lucide-react';
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { createPortal } from 'react-dom';

export interface MenuChoice {
  readonly label: string;
  /** What the choice looks like, when that is more than its label. */
  readonly content?: ReactNode;
  readonly testId?: string;
  /** Whether it is the one in force; leave it out where nothing is chosen, only done. */
  readonly checked?: boolean;
  readonly run: () => void;
}

export interface MenuSection {
  readonly label?: string;
  readonly choices: readonly MenuChoice[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const fromEdge = 6;

/** Where focus goes from item `at` for a key; null when the key does nothing here. */
export function nextItem(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}

function itemsOf(menu: HTMLElement | null): readonly HTMLElement[] {
  return menu ? [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')] : [];
}

function Item({ choice, close }: { readonly choice: MenuChoice; readonly close: () => void }) {
  const radio = choice.checked !== undefined;
  return (
    <button
      type="button"
      className="menu-item"
      tabIndex={-1}
      data-testid={choice.testId}
      role={radio ? 'menuitemradio' : 'menuitem'}
      {...(radio ? { 'aria-checked': choice.checked } : {})}
      onClick={() => {
        close();
        choice.run();
      }}
    >
      {radio ? <span className="tick">{choice.checked ? <Check size={14} aria-hidden="true" /> : null}</span> : null}
      {choice.content ?? choice.label}
    </button>
  );
}

interface MenuPopupProps {
  readonly label: string;
  readonly sections: readonly MenuSection[];
  readonly at: Point;
  readonly close: () => void;
}

function MenuPopup({ label, sections, at, close }: MenuPopupProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!menu.current) return;
    const { width, height } = menu.current.getBoundingClientRect();
    menu.current.style.left = `${Math.max(fromEdge, Math.min(at.x, innerWidth - width - fromEdge))}px`;
    menu.current.style.top = `${Math.max(fromEdge, Math.min(at.y, innerHeight - height - fromEdge))}px`;
    itemsOf(menu.current)[0]?.focus();
  }, [at]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !menu.current?.contains(event.target)) close();
    };
    addEventListener('pointerdown', outside, true);
    addEventListener('resize', close);
    return () => {
      removeEventListener('pointerdown', outside, true);
      removeEventListener('resize', close);
    };
  }, [close]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close();
      return;
    }
    const items = itemsOf(menu.current);
    const next = nextItem(
      event.key,
      items.findIndex((item) => item === document.activeElement),
      items.length,
    );
    if (next === null) return;
    event.preventDefault();
    items[next]?.focus();
  };
  return createPortal(
    <div className="menu" role="menu" tabIndex={-1} aria-label={label} ref={menu} onKeyDown={onKeyDown}>
      {sections.map((section, index) => (
        <div key={section.label ?? index} role="group" aria-label={section.label ?? label}>
          {section.label ? (
            <div className="menu-label" aria-hidden="true">
              {section.label}
            </div>
          ) : null}
          {section.choices.map((choice) => (
            <Item key={choice.label} choice={choice} close={close} />
          ))}
        </div>
      ))}
    </div>,
    // Inside the page’s landmarks, so that screen readers know where they are.
    document.querySelector('main') ?? document.body,
  );
}

interface MenuButtonProps {
  readonly label: string;
  readonly className?: string;
  readonly sections: readonly MenuSection[];
  readonly testId: string;
  readonly children: ReactNode;
}

/** A button that opens a menu below itself. `label` is its accessible name. */
export function MenuButton({ label, className = '', sections, testId, children }: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState<Point | null>(null);
  const open = () => {
    const box = button.current?.getBoundingClientRect();
    if (box) setAt(at ? null : { x: box.left, y: box.bottom + 4 });
  };
  const [close] = useState(() => () => {
    setAt(null);
    button.current?.focus();
  });
  return (
    <>
      <button
        type="button"
        className={`button ${className}`}
        ref={button}
        aria-haspopup="menu"
        aria-expanded={at !== null}
        aria-label={label}
        title={label}
        data-testid={testId}
        onPointerDown={(event) => at && event.stopPropagation()}
        onClick={open}
      >
        {children}
      </button>
      {at ? <MenuPopup label={label} sections={sections} at={at} close={close} /> : null}
    </>
  );
}

/** For the element that has a context menu: its handler, and the popup to render inside it. */
export function useContextMenu(
  label: string,
  sections: () => readonly MenuSection[],
): { readonly onContextMenu: (event: MouseEvent) => void; readonly popup: ReactNode } {
  const [at, setAt] = useState<Point | null>(null);
  const opener = useRef<Element | null>(null);
  const [close] = useState(() => () => {
    setAt(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  });
  const onContextMenu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    opener.current = document.activeElement;
    setAt({ x: event.clientX, y: event.clientY });
  };
  return { onContextMenu, popup: at ? <MenuPopup label={label} sections={sections()} at={at} close={close} /> : null };
}
