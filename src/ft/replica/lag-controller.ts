/**
 * The slow feedback loop that keeps the backup close behind: while it lags by more than a second the primary gets a
 * little less CPU, and a little more once it caught up. Paper section 3.2. Must not know how lag is measured.
 */
import type { LagConfiguration } from '../configuration.ts';

export interface LagController {
  percent: number;
  nextLookMs: number;
  /** What the last look saw. */
  lagMs: number;
}

export const createLagController = (atMs: number, configuration: LagConfiguration): LagController => ({
  percent: 100,
  nextLookMs: atMs + configuration.periodMs,
  lagMs: 0,
});

/**
 * Looks at the lag once a period. A backup that catches up is given the time to: what it has to execute came at an earlier
 * pace, and a loop that went on down meanwhile would end far below what the backup can do (EL2). Between the two thresholds
 * the share stays, so that it does not swing (EL3).
 */
export const control = (
  controller: LagController,
  atMs: number,
  lagMs: number,
  configuration: LagConfiguration,
): void => {
  if (atMs < controller.nextLookMs) return;
  controller.nextLookMs = atMs + configuration.periodMs;
  const isFalling = lagMs < controller.lagMs;
  controller.lagMs = lagMs;
  if (lagMs > configuration.limitMs) {
    if (isFalling) return;
    controller.percent = Math.max(configuration.minimumPercent, controller.percent - configuration.stepDownPercent);
  } else if (lagMs < configuration.recoveredMs) {
    controller.percent = Math.min(100, controller.percent + configuration.stepUpPercent);
  }
};
