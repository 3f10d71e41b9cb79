import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queue } from './queue.ts';

test('a queue behaves as an array that is pushed to and shifted from', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          { weight: 3, arbitrary: fc.nat().map((value) => ['push', value] as const) },
          { weight: 2, arbitrary: fc.constant(['shift', 0] as const) },
        ),
        { maxLength: 600 },
      ),
      (orders) => {
        const queue = new Queue<number>();
        const model: number[] = [];
        for (const [order, value] of orders) {
          if (order === 'push') {
            queue.push(value);
            model.push(value);
          } else expect(queue.shift()).toBe(model.shift());
          expect(queue.size).toBe(model.length);
          expect(queue.peek()).toBe(model[0]);
        }
        expect([...queue]).toEqual(model);
      },
    ),
    { numRuns: 100, seed: 5 },
  );
});
