/**
 * One xterm.js terminal on one of the lab's consoles. Decides which bytes of it may reach a guest: what a person typed and the
 * terminal's own answers to queries, and both only from the console that has the input. Knows nothing of React.
 */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import type { ConsoleFeed } from '../../workers/lab/model.ts';
import type { Palette } from '../store/theme.ts';
import { ConsoleWriter } from './console-writer.ts';
import { refuseSideEffects } from './guard.ts';

/** `typing`: its bytes reach the guest. `watching`: a replica that replays, it has no input. `off`: no VM. */
export type ConsoleMode = 'typing' | 'watching' | 'off';

export interface ConsoleTerminal {
  setMode(mode: ConsoleMode): void;
  setPalette(palette: Palette): void;
  setSpoken(spoken: 'spoken' | 'silent'): void;
  focus(): void;
  dispose(): void;
}

export interface ConsoleTerminalOptions {
  readonly element: HTMLElement;
  readonly label: string;
  readonly feed: ConsoleFeed;
  readonly palette: Palette;
  /** Bytes for the guest. */
  readonly write: (bytes: Uint8Array) => void;
  /** A person typed where no input is taken. */
  readonly refused: () => void;
  /** The person asked to leave the console by key. */
  readonly left: () => void;
}

const scrollbackLines = 2000;

function xtermTheme(palette: Palette) {
  return {
    background: palette.term,
    foreground: palette['term-ink'],
    cursor: palette['term-ink'],
    cursorAccent: palette.term,
    selectionBackground: `${palette.accent}66`,
    scrollbarSliderBackground: `${palette.accent}40`,
  };
}

function fontSize(palette: Palette): number {
  return Math.max(11, Math.round(palette.rem * 0.92));
}

function createTerminal(palette: Palette): Terminal {
  return new Terminal({
    fontFamily: palette.mono,
    fontSize: fontSize(palette),
    lineHeight: 1.2,
    scrollback: scrollbackLines,
    theme: xtermTheme(palette),
    cursorInactiveStyle: 'outline',
    // Serial consoles print bare line feeds at boot.
    convertEol: true,
    // A link that a guest prints is text.
    linkHandler: { activate: () => undefined },
    allowProposedApi: false,
  });
}

/** Opens a terminal in `element` and feeds it until disposed. */
export function openConsoleTerminal(options: ConsoleTerminalOptions): ConsoleTerminal {
  const terminal = createTerminal(options.palette);
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  refuseSideEffects(terminal.parser);
  terminal.open(options.element);
  terminal.textarea?.setAttribute('aria-label', options.label);
  let mode: ConsoleMode = 'off';
  // Old output holds queries that were answered long ago; answering them again would type into the guest.
  let replayingHistory = true;
  const encoder = new TextEncoder();
  terminal.onData((text) => {
    if (mode === 'typing' && !replayingHistory) options.write(encoder.encode(text));
  });
  terminal.onKey(() => {
    if (mode !== 'typing') options.refused();
  });
  terminal.attachCustomKeyEventHandler((event) => {
    // Not to the control before it, as the browser would: that is the button that crashes the host.
    const leaves = event.shiftKey && (event.key === 'Tab' || (event.key === 'Escape' && event.ctrlKey));
    if (leaves && event.type === 'keydown') {
      event.preventDefault();
      options.left();
    }
    // Tab belongs to the guest's shell only while it has the input; Shift+Tab always leaves.
    return !leaves && !(event.key === 'Tab' && mode !== 'typing');
  });
  terminal.write(options.feed.history(), () => (replayingHistory = false));
  const writer = new ConsoleWriter({
    write: (bytes, done) => terminal.write(bytes, done),
    schedule: (task) => void requestAnimationFrame(task),
  });
  const unsubscribe = options.feed.subscribe((bytes) => {
    if (bytes) return writer.add(bytes);
    writer.clear();
    terminal.reset();
  });
  const fitNow = () => {
    if (options.element.clientWidth > 40 && options.element.clientHeight > 20) fit.fit();
  };
  const observer = new ResizeObserver(fitNow);
  observer.observe(options.element);
  return {
    setMode: (next) => {
      mode = next;
      terminal.options.cursorBlink = next === 'typing';
    },
    setPalette: (palette) => {
      terminal.options.theme = xtermTheme(palette);
      terminal.options.fontSize = fontSize(palette);
      fitNow();
    },
    setSpoken: (spoken) => {
      terminal.options.screenReaderMode = spoken === 'spoken';
    },
    focus: () => terminal.focus(),
    dispose: () => {
      unsubscribe();
      writer.clear();
      observer.disconnect();
      terminal.dispose();
    },
  };
}
