/**
 * The slow feedback loop that keeps the backup close behind: while it lags by more than a second the primary gets a
 * little less CPU, and a little more once it caught up. Paper section 3.2. Must not know how lag is measured.
 */
import type { LagConfiguration } from '../configuration.ts';

export interface LagController {
  percent: number;
  nextLookMs: number;
}

export const createLagController = (atMs: number, configuration: LagConfiguration): LagController => ({
  percent: 100,
  nextLookMs: atMs + configuration.periodMs,
});

/** Looks at the lag once a period. Between the two thresholds the share stays, so that it does not swing (EL3). */
export const control = (
  controller: LagController,
  atMs: number,
  lagMs: number,
  configuration: LagConfiguration,
): void => {
  if (atMs < controller.nextLookMs) return;
  controller.nextLookMs = atMs + configuration.periodMs;
  if (lagMs > configuration.limitMs) {
    controller.percent = Math.max(configuration.minimumPercent, controller.percent - configuration.stepDownPercent);
  } else if (lagMs < configuration.recoveredMs) {
    controller.percent = Math.min(100, controller.percent + configuration.stepUpPercent);
  }
};
