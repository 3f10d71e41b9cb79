/**
 * The longest time for which a client waited and nothing came: what a failover costs, as the client sees it.
 * A connection that is lost does not end the waiting; a reply does. Must not know requests.
 */

export class ReplyGap {
  private longest = 0;
  private outstanding = 0;
  private waitingSinceMs: number | null = null;

  requested(labMs: number): void {
    this.outstanding++;
    this.waitingSinceMs ??= labMs;
  }

  replied(labMs: number): void {
    this.outstanding = Math.max(0, this.outstanding - 1);
    if (this.waitingSinceMs !== null) this.longest = Math.max(this.longest, labMs - this.waitingSinceMs);
    this.waitingSinceMs = this.outstanding > 0 ? labMs : null;
  }

  /** A request whose connection was lost: no reply will come to it. */
  abandoned(): void {
    this.outstanding = Math.max(0, this.outstanding - 1);
  }

  /** The client was told to stop asking. */
  stopped(): void {
    if (this.outstanding === 0) this.waitingSinceMs = null;
  }

  /** Milliseconds of lab time; a gap that still lasts counts. */
  longestMs(labMs: number): number {
    return Math.max(this.longest, this.waitingSinceMs === null ? 0 : labMs - this.waitingSinceMs);
  }

  /** Since when the client has waited for any reply; null while it waits for none. */
  get sinceMs(): number | null {
    return this.outstanding > 0 ? this.waitingSinceMs : null;
  }

  reset(labMs: number): void {
    this.longest = 0;
    if (this.waitingSinceMs !== null) this.waitingSinceMs = labMs;
  }
}
