/**
 * The share of the processor that a host gives its VM: the smallest of what the log says (3.3), what this host has left,
 * and what the lag controller allows (3.2).
 */
import { emit, trace } from './emit.ts';
import { control } from './lag-controller.ts';
import type { Replica } from './state.ts';

export const updateCpuShare = (replica: Replica): void => {
  const percent = Math.max(1, Math.min(replica.mirroredCpuPercent, replica.hostCpuPercent, replica.controller.percent));
  if (percent === replica.cpuShare) return;
  replica.cpuShare = percent;
  emit(replica, { kind: 'set-cpu-share', percent });
};

/** Real time between the primary's end of a frame and now, for the oldest frame that the backup has not executed (EL1). */
export const lagMs = (replica: Replica): number => {
  const oldest =
    replica.role === 'backup' || replica.role === 'draining'
      ? (replica.buffer.peek() ?? replica.unread.peek())?.batch
      : replica.unexecuted.peek();
  return oldest === undefined ? 0 : Math.max(0, replica.nowMs - oldest.sentAtMs);
};

/** Lets the controller look at the lag; only a primary throttles (EL2). */
export const controlLag = (replica: Replica): void => {
  const before = replica.controller.percent;
  if (!replica.rules.lagControl || replica.role !== 'primary') replica.controller.percent = 100;
  else control(replica.controller, replica.nowMs, lagMs(replica), replica.configuration.lag);
  if (replica.controller.percent !== before)
    trace(replica, { kind: 'throttled', percent: replica.controller.percent, lagMs: lagMs(replica) });
  // Always, because a new pair begins with a controller that throttles nothing.
  updateCpuShare(replica);
};
