/**
 * Plays a recording at the wanted speed, with pause and steps, and says about twenty times a second how far it is.
 * Must not know threads: time and turns come from outside.
 */
import type { ReplayOrder, ReplayReport, ReplaySpeed } from './messages.ts';
import type { RecordingPlayer } from './player.ts';

export interface LoopEnvironment {
  /** Real milliseconds, monotonic. */
  nowMs(): number;
  /** Runs `task` in a turn of its own, so that orders come through. */
  soon(task: () => void): void;
  later(task: () => void, delayMs: number): void;
  report(report: ReplayReport): void;
}

const budgetMs = 12;
const reportPeriodMs = 50;
/** A recorded pause of the lab is no reason to wait for minutes. */
const longestWaitMs = 1000;

export class ReplayLoop {
  private playing = true;
  private speed: ReplaySpeed = 'as-fast-as-possible';
  private anchor: { readonly realMs: number; readonly labMs: number } | null = null;
  private waiting = false;
  private reportedMs = -Infinity;
  private readonly player: RecordingPlayer;
  private readonly environment: LoopEnvironment;

  constructor(player: RecordingPlayer, environment: LoopEnvironment) {
    this.player = player;
    this.environment = environment;
    this.wake();
  }

  obey(order: Exclude<ReplayOrder, { kind: 'restart' }>): void {
    switch (order.kind) {
      case 'play':
        this.playing = true;
        break;
      case 'pause':
        this.playing = false;
        break;
      case 'set-speed':
        this.speed = order.speed;
        break;
      case 'step':
        this.playing = false;
        this.step(order.to);
    }
    this.anchor = null;
    this.report();
    this.wake();
  }

  private step(to: 'frame' | 'entry'): void {
    for (let batch = this.player.next(); batch !== null; batch = this.player.next()) {
      this.player.playNext();
      if (to === 'frame' || batch.entries.some((entry) => entry.kind !== 'slice-ended')) return;
    }
  }

  private wake(): void {
    if (this.waiting || !this.playing || this.player.verdict !== null) return;
    this.waiting = true;
    this.environment.soon(() => this.turn());
  }

  private turn(): void {
    this.waiting = false;
    const { player, environment } = this;
    const startedMs = environment.nowMs();
    while (this.playing && player.verdict === null) {
      const waitMs = this.waitMs();
      if (waitMs > 0) return this.sleep(waitMs);
      player.playNext();
      if (environment.nowMs() - startedMs > budgetMs) break;
    }
    if (player.verdict !== null || environment.nowMs() - this.reportedMs > reportPeriodMs) this.report();
    this.wake();
  }

  /** Until the next frame is due. */
  private waitMs(): number {
    const { player, speed } = this;
    const next = player.next();
    if (speed === 'as-fast-as-possible' || next === null) return 0;
    const now = this.environment.nowMs();
    this.anchor ??= { realMs: now, labMs: next.sentAtMs };
    const dueMs = this.anchor.realMs + (next.sentAtMs - this.anchor.labMs) / speed;
    if (dueMs - now <= longestWaitMs) return dueMs - now;
    this.anchor = { realMs: now + longestWaitMs, labMs: next.sentAtMs };
    return longestWaitMs;
  }

  private sleep(delayMs: number): void {
    this.waiting = true;
    if (this.environment.nowMs() - this.reportedMs > reportPeriodMs) this.report();
    this.environment.later(() => this.turn(), delayMs);
  }

  private report(): void {
    const { player, playing, speed } = this;
    const { position, frames, labMs, instructions, memoryChecks, verdict } = player;
    this.reportedMs = this.environment.nowMs();
    const { restarted, bytes } = player.console.take();
    const isPlaying = playing && verdict === null;
    this.environment.report({
      position,
      frames,
      labMs,
      instructions,
      memoryChecks,
      playing: isPlaying,
      speed,
      console: { restarted, bytes },
      verdict,
    });
  }
}
