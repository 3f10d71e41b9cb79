/** How each kind of mark is told apart: by shape, colour and word. The timeline and the stage both draw from this table. */
import type { LogEntryKind } from '../../ft/log-entry.ts';
import type { MarkKind } from '../../workers/lab/model.ts';

export type Shape = 'circle' | 'square' | 'diamond' | 'triangle' | 'bar' | 'ring' | 'plus' | 'heart' | 'cross' | 'flag';
export type ColourName =
  | 'clock'
  | 'net'
  | 'disk'
  | 'cons'
  | 'rand'
  | 'out'
  | 'ctl'
  | 'ok'
  | 'warn'
  | 'bad'
  | 'accent'
  | 'faint';

export interface MarkStyle {
  readonly shape: Shape;
  readonly colour: ColourName;
  readonly word: string;
}

export const markStyles: Readonly<Record<MarkKind, MarkStyle>> = {
  clock: { shape: 'circle', colour: 'clock', word: 'clock, timer' },
  packet: { shape: 'square', colour: 'net', word: 'packet in' },
  disk: { shape: 'bar', colour: 'disk', word: 'disk done' },
  console: { shape: 'triangle', colour: 'cons', word: 'console in' },
  random: { shape: 'plus', colour: 'rand', word: 'random' },
  output: { shape: 'diamond', colour: 'out', word: 'output' },
  control: { shape: 'flag', colour: 'ctl', word: 'control' },
  replayed: { shape: 'ring', colour: 'clock', word: 'replayed' },
  acknowledged: { shape: 'plus', colour: 'ok', word: 'acknowledged' },
  released: { shape: 'triangle', colour: 'out', word: 'output released' },
  dropped: { shape: 'cross', colour: 'faint', word: 'output dropped' },
  heartbeat: { shape: 'heart', colour: 'faint', word: 'heartbeat' },
  role: { shape: 'flag', colour: 'accent', word: 'role' },
  'test-and-set': { shape: 'flag', colour: 'ok', word: 'test-and-set' },
  crash: { shape: 'cross', colour: 'bad', word: 'crash' },
  cut: { shape: 'cross', colour: 'bad', word: 'cut' },
  mend: { shape: 'plus', colour: 'ok', word: 'mended' },
  vmotion: { shape: 'flag', colour: 'accent', word: 'FT VMotion' },
  diverged: { shape: 'cross', colour: 'bad', word: 'diverged' },
  throttled: { shape: 'bar', colour: 'warn', word: 'CPU limited' },
  request: { shape: 'square', colour: 'net', word: 'request' },
  reply: { shape: 'diamond', colour: 'out', word: 'reply' },
  write: { shape: 'bar', colour: 'disk', word: 'write' },
  read: { shape: 'ring', colour: 'disk', word: 'read' },
};

/** The kinds that a log buffer shows, in the order of the legend. */
export const legendKinds = [
  'clock',
  'packet',
  'disk',
  'console',
  'random',
  'output',
] as const satisfies readonly MarkKind[];

/** Which mark stands for a log entry. */
export function markOfEntry(kind: LogEntryKind): MarkKind {
  switch (kind) {
    case 'slice-ended':
      return 'clock';
    case 'random-drawn':
      return 'random';
    case 'console-input':
      return 'console';
    case 'packet-received':
      return 'packet';
    case 'disk-completed':
      return 'disk';
    case 'output-made':
      return 'output';
    case 'controlled':
    case 'memory-hashed':
      return 'control';
  }
}
