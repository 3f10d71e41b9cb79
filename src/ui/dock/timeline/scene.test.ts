/** What is drawn of many marks: everything that matters, samples of the rest, and lines between marks of one batch. */
import { describe, expect, it } from 'vitest';
import type { LaneId } from '../../../workers/lab/model.ts';
import { createTimeline, type FixtureMark } from '../../testing/fixture-timeline.ts';
import { MarkIndex } from './mark-index.ts';
import { buildScene, nearestMark, neighbourMark, sampleEvery } from './scene.ts';
import type { Axis, Window } from './time-scale.ts';

const laneY = new Map<LaneId, number>([
  ['A', 20],
  ['B', 80],
  ['client', 120],
]);
const width = 900;

function sceneOf(marks: readonly FixtureMark[], window: Window, axis: Axis = 'time', capacity = 10_000) {
  const timeline = createTimeline(capacity);
  for (const mark of marks) timeline.push(mark);
  const index = new MarkIndex(timeline);
  index.update(timeline);
  return buildScene({ timeline, index, axis, window, width, laneY });
}

function mark(change: Partial<FixtureMark>): FixtureMark {
  return { lane: 'A', kind: 'clock', labMs: 0, instructions: 0, sequence: -1, text: '', ...change };
}

/** A clock batch every millisecond, replayed half a millisecond later, and one output at 500 ms. */
function manyBatches(count: number): readonly FixtureMark[] {
  return Array.from({ length: count }, (_, sequence) => [
    mark({ kind: sequence === 500 ? 'output' : 'clock', labMs: sequence, instructions: sequence * 1000, sequence }),
    mark({ lane: 'B', kind: 'replayed', labMs: sequence + 0.5, instructions: sequence * 1000, sequence }),
  ]).flat();
}

describe('buildScene', () => {
  it('connects a batch with the place where it was replayed, also when it began outside the window', () => {
    const scene = sceneOf(
      [
        mark({ kind: 'packet', labMs: 95, sequence: 7 }),
        mark({ lane: 'B', kind: 'replayed', labMs: 110, sequence: 7 }),
      ],
      { start: 100, span: 100 },
    );
    expect(scene.lines).toEqual([{ fromX: -45, fromY: 20, toX: 90, toY: 80, kind: 'packet', dashed: false }]);
    expect(scene.marks.map(({ kind, origin }) => [kind, origin])).toEqual([['replayed', 'packet']]);
  });

  it('spans a held output from where it was made to its release', () => {
    const scene = sceneOf(
      [mark({ kind: 'output', labMs: 10, sequence: 3 }), mark({ kind: 'released', labMs: 50, sequence: 3 })],
      { start: 0, span: 100 },
    );
    expect(scene.spans).toEqual([{ fromX: 90, toX: 450, y: 20, lengthMs: 40 }]);
  });

  it('draws both replicas at the same place on the axis of instructions', () => {
    const scene = sceneOf(manyBatches(20), { start: 0, span: 20_000 }, 'instructions');
    expect(scene.lines.length).toBe(20);
    expect(scene.lines.every((line) => line.fromX === line.toX)).toBe(true);
  });

  it('thins clock entries out by a power of two', () => {
    const scene = sceneOf(manyBatches(4000), { start: 0, span: 4000 });
    expect(scene.sampledEvery).toBeGreaterThan(8);
    expect(Math.log2(scene.sampledEvery) % 1).toBe(0);
    expect(scene.marks.length).toBeLessThan(1200);
  });

  it('shows every crash, however many marks there are', () => {
    const scene = sceneOf([...manyBatches(4000), mark({ kind: 'crash', labMs: 3999 })], { start: 0, span: 4000 });
    expect(scene.marks.filter(({ kind }) => kind === 'crash').length).toBe(1);
  });

  it('finds only what the ring still keeps', () => {
    const scene = sceneOf(manyBatches(4000), { start: 0, span: 4000 }, 'time', 1000);
    const first = Math.min(...scene.marks.map(({ row }) => row));
    expect(first).toBeGreaterThanOrEqual(7000);
  });
});

describe('sampleEvery', () => {
  it('draws everything while there is room', () => {
    expect(sampleEvery(90, width)).toBe(1);
    expect(sampleEvery(90_000, width)).toBe(512);
  });
});

describe('finding marks', () => {
  const scene = sceneOf([mark({ labMs: 10 }), mark({ lane: 'B', kind: 'heartbeat', labMs: 12 }), mark({ labMs: 30 })], {
    start: 0,
    span: 100,
  });

  it('by the pointer, within reach', () => {
    expect(nearestMark(scene, 92, 22, 12)?.row).toBe(0);
    expect(nearestMark(scene, 180, 20, 12)).toBeNull();
  });

  it('by the keyboard, along a lane and across', () => {
    expect(neighbourMark(scene, 0, 'right')?.row).toBe(2);
    expect(neighbourMark(scene, 0, 'down')?.row).toBe(1);
    expect(neighbourMark(scene, 0, 'left')?.row).toBe(0);
    expect(neighbourMark(scene, null, 'left')?.row).toBe(2);
  });
});
