import { expect, test } from 'vitest';
import { capacityUndrawnBytes, ConsoleWriter } from './console-writer.ts';

/** A terminal that takes bytes in when it is told to, and a screen that draws when it is told to. */
function terminal() {
  const written: string[] = [];
  const dones: (() => void)[] = [];
  const frames: (() => void)[] = [];
  const writer = new ConsoleWriter({
    write: (bytes, done) => {
      written.push(new TextDecoder().decode(bytes));
      dones.push(done);
    },
    schedule: (task) => frames.push(task),
  });
  const frame = (): void => {
    dones.shift()?.();
    frames.shift()?.();
  };
  return { writer, written, frame };
}
const text = (what: string): Uint8Array => new TextEncoder().encode(what);

test('what comes slowly is written at once and whole', () => {
  const { writer, written, frame } = terminal();
  writer.add(text('one'));
  expect(written).toEqual(['one']);
  frame();
  writer.add(text('two'));
  expect(written).toEqual(['one', 'two']);
});

test('what comes while a frame is drawn is written together with the next', () => {
  const { writer, written, frame } = terminal();
  for (const part of ['one', 'two', 'three']) writer.add(text(part));
  expect(written).toEqual(['one']);
  frame();
  expect(written).toEqual(['one', 'twothree']);
});

test('a flood is written a part for each frame, in order and without loss while it fits', () => {
  const { writer, written, frame } = terminal();
  const flood = Array.from({ length: 20_000 }, (_, line) => `${line}\n`).join('');
  writer.add(text(flood));
  for (let count = 0; count < 20; count++) frame();
  expect(written.length).toBeGreaterThan(4);
  expect(Math.max(...written.map(({ length }) => length))).toBeLessThanOrEqual(16 * 1024);
  expect(written.join('')).toBe(flood);
});

test('what nobody could read any more is left out, and a line says how much', () => {
  const { writer, written, frame } = terminal();
  writer.add(text('first'));
  const part = 'x'.repeat(64 * 1024);
  for (let count = 0; count < 5; count++) writer.add(text(part));
  writer.add(text('last'));
  for (let count = 0; count < 40; count++) frame();
  const all = written.join('');
  expect(all.startsWith('first\u0018')).toBe(true);
  expect(all).toContain('[131,076 bytes were too fast to be shown]');
  expect(all).toMatch(/xlast$/);
  expect(all.split('x').length - 1).toBe(capacityUndrawnBytes - 'last'.length);
});

test('one report that is larger than what fits is shown from its end', () => {
  const { writer, written, frame } = terminal();
  writer.add(text(`${'x'.repeat(256 * 1024)}the end`));
  for (let count = 0; count < 40; count++) frame();
  const all = written.join('');
  expect(all).toContain('[65,543 bytes were too fast to be shown]');
  expect(all).toMatch(/xthe end$/);
});

test('after another machine began, nothing of the old one is written', () => {
  const { writer, written, frame } = terminal();
  writer.add(text('old'));
  writer.add(text('older'));
  writer.clear();
  writer.add(text('new'));
  frame();
  expect(written).toEqual(['old', 'new']);
});
