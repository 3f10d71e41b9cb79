/** A timeline that a unit test fills by hand. */
import type { LaneId, MarkKind, Ring, Timeline } from '../../workers/lab/model.ts';

interface FixtureRing<T> extends Ring<T> {
  push(item: T): void;
}

function createRing<T>(capacity: number): FixtureRing<T> {
  const items: T[] = [];
  let total = 0;
  return {
    capacity,
    get total() {
      return total;
    },
    get length() {
      return Math.min(total, capacity);
    },
    at: (index) =>
      index < 0 || index >= Math.min(total, capacity)
        ? undefined
        : items[(Math.max(0, total - capacity) + index) % capacity],
    push: (item) => {
      items[total % capacity] = item;
      total++;
    },
  };
}

export interface FixtureMark {
  readonly lane: LaneId;
  readonly kind: MarkKind;
  readonly labMs: number;
  readonly instructions: number;
  readonly sequence: number;
  readonly text: string;
}

export interface FixtureTimeline extends Timeline {
  push(mark: FixtureMark): void;
}

export function createTimeline(capacity: number): FixtureTimeline {
  const ring = createRing<FixtureMark>(capacity);
  const at = (index: number): FixtureMark => {
    const mark = ring.at(index);
    if (!mark) throw new RangeError(`The timeline holds no mark ${index}.`);
    return mark;
  };
  return {
    capacity,
    get length() {
      return ring.length;
    },
    get total() {
      return ring.total;
    },
    lane: (index) => at(index).lane,
    kind: (index) => at(index).kind,
    labMs: (index) => at(index).labMs,
    instructions: (index) => at(index).instructions,
    sequence: (index) => at(index).sequence,
    generation: () => 1,
    text: (index) => at(index).text,
    push: (mark) => ring.push(mark),
  };
}
