/** The maths of the timeline's axis. */
import { describe, expect, it } from 'vitest';
import { panned, ticks, toPixels, toValue, zoomed } from './time-scale.ts';

const window = { start: 1000, span: 500 };

describe('time scale', () => {
  it('goes from values to pixels and back', () => {
    expect(toPixels(1250, window, 800)).toBe(400);
    expect(toValue(400, window, 800)).toBe(1250);
  });

  it('zooms around what is under the pointer', () => {
    const closer = zoomed(window, 0.5, 1100, 'time');
    expect(closer.span).toBe(250);
    expect(toPixels(1100, closer, 800)).toBeCloseTo(toPixels(1100, window, 800));
  });

  it('never zooms so far that nothing is left', () => {
    expect(zoomed(window, 1e-9, 1100, 'time').span).toBeGreaterThan(0.01);
  });

  it('pans with the hand: what is dragged right was earlier', () => {
    expect(panned(window, 80, 800)).toEqual({ start: 950, span: 500 });
  });

  it('has ticks at round values only, and no more than asked for', () => {
    expect(ticks(window, 6)).toEqual([1000, 1100, 1200, 1300, 1400, 1500]);
    expect(ticks({ start: 0.013, span: 0.02 }, 5).length).toBeLessThanOrEqual(6);
  });
});
