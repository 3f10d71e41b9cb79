/**
 * A disk in memory that answers a few frames later, as the shared storage would. Must not know: machines, ports.
 */
import type { DiskOperation, Input } from '../../ft/input.ts';

export class ToyDisk {
  readonly blocks: Uint8Array;
  readonly latencyFrames: number;
  readonly #waiting: { readonly request: DiskOperation; frames: number }[] = [];
  requests = 0;

  constructor(blocks: Uint8Array, latencyFrames = 2) {
    this.blocks = blocks.slice();
    this.latencyFrames = latencyFrames;
  }

  request(request: DiskOperation): void {
    this.requests++;
    this.#waiting.push({ request, frames: this.latencyFrames });
  }

  /** One frame passes: carries out what has waited long enough and returns its completions. */
  completions(): Input[] {
    const completed: Input[] = [];
    for (const waiting of this.#waiting) waiting.frames--;
    while (this.#waiting[0] && this.#waiting[0].frames <= 0)
      completed.push(this.#carryOut(this.#waiting.shift()!.request));
    return completed;
  }

  #carryOut(request: DiskOperation): Input {
    if (request.kind === 'write') {
      this.blocks.set(request.data, request.start);
      return { kind: 'disk-completed', operation: request.operation, data: null };
    }
    return {
      kind: 'disk-completed',
      operation: request.operation,
      data: this.blocks.slice(request.start, request.start + request.length),
    };
  }
}
