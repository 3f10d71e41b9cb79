import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabClock } from './lab-clock.ts';
import { Link, openLink } from './link.ts';
import { createRandom } from './seeded-random.ts';

/** A link whose clock is vitest's. */
function create(loss: 'dropped' | { resentAfterMs: number } = 'dropped', capacityBytes?: number) {
  const clock = new LabClock({ labMs: 0, realMs: Date.now(), speed: 1, paused: false }, () => Date.now());
  const arrived: string[] = [];
  const link = new Link<string>({
    clock,
    deliver: (message) => arrived.push(message),
    bytesOf: (message) => message.length,
    loss,
    random: createRandom(1),
    corrupt: (message) => `${message}!`,
    ...(capacityBytes === undefined ? {} : { capacityBytes }),
  });
  return { clock, arrived, link };
}

describe('link', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('delivers at once when nothing is set', () => {
    const { link, arrived } = create();
    link.send('a');
    expect(arrived).toEqual(['a']);
  });

  it('delays, and keeps order when the delay shrinks', () => {
    const { link, arrived } = create();
    link.settings = { ...openLink, delayMs: 20 };
    link.send('a');
    link.settings = openLink;
    link.send('b');
    expect(arrived).toEqual([]);
    vi.advanceTimersByTime(25);
    expect(arrived).toEqual(['a', 'b']);
  });

  it('takes the time that a bandwidth needs', () => {
    const { link, arrived } = create();
    link.settings = { ...openLink, bitsPerSecond: 8000 };
    link.send('x'.repeat(10));
    link.send('y'.repeat(10));
    vi.advanceTimersByTime(11);
    expect(arrived.length).toBe(1);
    vi.advanceTimersByTime(11);
    expect(arrived.length).toBe(2);
  });

  it('loses what is sent while cut, and what was on the line', () => {
    const { link, arrived } = create();
    link.settings = { ...openLink, delayMs: 10 };
    link.send('on the line');
    link.settings = { ...link.settings, cut: true };
    link.send('into the cut');
    vi.advanceTimersByTime(20);
    link.settings = openLink;
    link.send('after');
    expect([arrived, link.dropped]).toEqual([['after'], 2]);
  });

  it('loses frames, but sends again on links that do', () => {
    const ethernet = create();
    ethernet.link.settings = { ...openLink, loss: 1 };
    ethernet.link.send('a');
    const channel = create({ resentAfterMs: 40 });
    channel.link.settings = { ...openLink, loss: 1 };
    channel.link.send('a');
    vi.advanceTimersByTime(41);
    expect([ethernet.arrived, ethernet.link.dropped, channel.arrived]).toEqual([[], 1, ['a']]);
  });

  it('damages as many messages as it was told', () => {
    const { link, arrived } = create();
    link.corruptNext = 1;
    link.send('a');
    link.send('b');
    expect(arrived).toEqual(['a!', 'b']);
  });

  it('drops what its queue cannot hold', () => {
    const { link, arrived } = create('dropped', 10);
    link.settings = { ...openLink, delayMs: 5 };
    link.send('12345678');
    link.send('90123');
    vi.advanceTimersByTime(10);
    expect([arrived, link.dropped]).toEqual([['12345678'], 1]);
  });

  it('waits while lab time stands, and goes on with it', () => {
    const { link, clock, arrived } = create();
    link.settings = { ...openLink, delayMs: 10 };
    clock.set({ labMs: 0, realMs: Date.now(), speed: 1, paused: true });
    link.retime();
    link.send('a');
    vi.advanceTimersByTime(100);
    expect(arrived).toEqual([]);
    clock.set({ labMs: 0, realMs: Date.now(), speed: 0.1, paused: false });
    link.retime();
    vi.advanceTimersByTime(90);
    expect(arrived).toEqual([]);
    vi.advanceTimersByTime(20);
    expect(arrived).toEqual(['a']);
  });
});
