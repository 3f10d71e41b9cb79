/**
 * The slow feedback loop that keeps the backup close behind: while it cannot keep up, the primary's share goes step by step
 * to the share at which it can. Paper section 3.2. Must not know how batches and acknowledgments travel.
 */
import type { LagConfiguration } from '../configuration.ts';

/** Work is processor time that the primary had, so that it can be compared with the primary's share. */
export interface LagController {
  /** The primary's share, if nothing else makes it less. */
  percent: number;
  /** The same, whole, when it was traced last. */
  tracedPercent: number;
  nextLookMs: number;
  /** When the last batch was sent. */
  sentAtMs: number;
  /** Work that was sent and not executed. */
  backlogMs: number;
  /** Work that the backup has executed since its pace was measured last, and when that was. */
  executedMs: number;
  measuredAtMs: number;
  /** The share with which the primary would go as fast as the backup went lately. */
  pacePercent: number;
}

export const createLagController = (atMs: number, configuration: LagConfiguration): LagController => ({
  percent: 100,
  tracedPercent: 100,
  nextLookMs: atMs + configuration.periodMs,
  sentAtMs: atMs,
  backlogMs: 0,
  executedMs: 0,
  measuredAtMs: atMs,
  pacePercent: 100,
});

/** The mean of what was measured now and before. A backup that executed nothing stands still, which is no pace. */
const measurePace = (controller: LagController, atMs: number): void => {
  if (controller.executedMs <= 0) return;
  const measured = Math.min(100, (100 * controller.executedMs) / (atMs - controller.measuredAtMs));
  controller.pacePercent = (controller.pacePercent + measured) / 2;
  controller.executedMs = 0;
  controller.measuredAtMs = atMs;
};

/**
 * The lag to come: how far behind the backup will be when it executes the frame that was sent last. The age of the oldest
 * frame tells as much, but later: as much later as that lag is long.
 */
const lagToCome = ({ backlogMs, pacePercent }: LagController): number => (backlogMs * 100) / pacePercent;

/**
 * Looks once a period. Too much lag to come: half of the way to the share at which it would be right in `settleMs` (EL2). It
 * is right in the middle between the thresholds, and once throttled the share is led there from both sides. Hardly any lag:
 * the backup may be faster than it can show, so a little more (EL3).
 */
export const control = (
  controller: LagController,
  atMs: number,
  sharePercent: number,
  configuration: LagConfiguration,
): void => {
  if (atMs < controller.nextLookMs) return;
  controller.nextLookMs = atMs + configuration.periodMs;
  measurePace(controller, atMs);
  const { limitMs, recoveredMs, settleMs, minimumPercent } = configuration;
  const lagMs = lagToCome(controller);
  if (lagMs < recoveredMs) {
    controller.percent = Math.min(100, controller.percent + configuration.stepUpPercent);
    return;
  }
  if (lagMs <= limitMs && controller.percent === 100) return;
  const tooMuchMs = lagMs - (limitMs + recoveredMs) / 2;
  const goal = controller.pacePercent * Math.max(configuration.leastOfPace, 1 - tooMuchMs / settleMs);
  controller.percent = Math.min(100, Math.max(minimumPercent, (sharePercent + goal) / 2));
};
