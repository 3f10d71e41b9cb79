/**
 * How long the live VM's next frame may be. A frame costs a batch, its acknowledgment and a turn, and whatever comes in waits
 * for its end. So a guest that has computed for a while, with nothing coming in or going out, gets longer frames; everybody
 * else gets short ones. A backup needs no rule: it runs what the log has. Must not know machines.
 */

/** Busy frames in a row, without inputs and outputs, before frames get longer. */
const quietFrames = 25;
/** In milliseconds of the guest's time, which is how long v86's main loop runs. */
const shortMs = 1;
const longMs = 3;

export class FrameLength {
  private quiet = 0;

  /** @param waiting whether something waits for the end of a frame: inputs, or outputs for their acknowledgment */
  next(waiting: 'nothing' | 'something'): number {
    if (waiting === 'something') this.quiet = 0;
    return this.quiet >= quietFrames ? longMs : shortMs;
  }

  ran({ idleMs, outputs }: { readonly idleMs: number; readonly outputs: readonly unknown[] }): void {
    this.quiet = idleMs > 0 || outputs.length > 0 ? 0 : this.quiet + 1;
  }
}
