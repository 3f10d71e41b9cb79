/**
 * When the VM may run its next frame: its CPU share (paper 3.2, 3.3), and slow motion. Must not know roles.
 */

/** A share is owed until it is worth a timer: shorter sleeps than this cost more than they save. */
const leastWaitMs = 4;

export class Pacer {
  /** Percent of the time that the VM may use. */
  share = 100;
  private owedMs = 0;
  private notBeforeMs = 0;

  /** A frame took so much real time, which at `speed` 1 is lab time. */
  frameRan(nowMs: number, tookMs: number): void {
    if (this.share >= 100) {
      this.owedMs = 0;
      return;
    }
    this.owedMs += tookMs * (100 / this.share - 1);
    if (this.owedMs < leastWaitMs) return;
    this.notBeforeMs = nowMs + this.owedMs;
    this.owedMs = 0;
  }

  /** Lab time before which no frame may start. */
  get earliestMs(): number {
    return this.notBeforeMs;
  }
}
