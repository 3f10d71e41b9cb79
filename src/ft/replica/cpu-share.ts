/**
 * The share of the processor that a host gives its VM: the smallest of what the log says (3.3), what this host has left,
 * and what the lag controller allows (3.2).
 */
import type { Batch } from '../message/message.ts';
import { emit, trace } from './emit.ts';
import { control } from './lag-controller.ts';
import type { Replica } from './state.ts';

export const updateCpuShare = (replica: Replica): void => {
  const percent = Math.max(1, Math.min(replica.mirroredCpuPercent, replica.hostCpuPercent, replica.controller.percent));
  if (percent === replica.cpuShare) return;
  replica.cpuShare = percent;
  emit(replica, { kind: 'set-cpu-share', percent });
};

/** The VM's own share, on whatever host it is (CO2). */
export const mirrorCpuShare = (replica: Replica, percent: number): void => {
  replica.mirroredCpuPercent = Math.max(1, Math.min(100, percent));
  updateCpuShare(replica);
};

/** Real time between the primary's end of a frame and now, for the oldest frame that the backup has not executed (EL1). */
export const lagMs = (replica: Replica): number => {
  const oldest =
    replica.role === 'backup' || replica.role === 'draining'
      ? (replica.buffer.peek() ?? replica.unread.peek())?.batch
      : replica.unexecuted.peek();
  return oldest === undefined ? 0 : Math.max(0, replica.nowMs - oldest.sentAtMs);
};

/**
 * A batch goes to the backup, which has so much more to execute (EL2). After a pause, a boot or a jump of the clock that is no
 * more than one look at the clock may add anywhere (FD4).
 */
export const noteSent = (replica: Replica, { sequence, sentAtMs }: Batch): void => {
  const { unexecuted, controller, cpuShare, configuration } = replica;
  const workMs = Math.min(configuration.clockJumpLimitMs, ((sentAtMs - controller.sentAtMs) * cpuShare) / 100);
  controller.sentAtMs = sentAtMs;
  controller.backlogMs += workMs;
  unexecuted.push({ sequence, sentAtMs, workMs });
};

/** Forgets what the backup says that it has executed (EL1, EL2). */
export const noteExecuted = ({ unexecuted, controller, peerExecutedSequence }: Replica): void => {
  for (
    let oldest = unexecuted.peek();
    oldest !== undefined && oldest.sequence <= peerExecutedSequence;
    oldest = unexecuted.peek()
  ) {
    unexecuted.shift();
    controller.backlogMs -= oldest.workMs;
    controller.executedMs += oldest.workMs;
  }
};

/** When throttling begins and ends, and in steps that are worth an event: the loop itself goes on five times a second. */
const tracedStepPercent = 5;

const traceThrottling = (replica: Replica): void => {
  const { controller } = replica;
  const percent = Math.round(controller.percent);
  const hasEnded = percent === 100 && controller.tracedPercent !== 100;
  if (!hasEnded && Math.abs(percent - controller.tracedPercent) < tracedStepPercent) return;
  controller.tracedPercent = percent;
  trace(replica, { kind: 'throttled', percent, lagMs: lagMs(replica) });
};

/** Lets the controller look at the lag; only a primary throttles (EL2). */
export const controlLag = (replica: Replica): void => {
  const { controller, rules, role, nowMs, cpuShare, configuration } = replica;
  if (!rules.lagControl || role !== 'primary') controller.percent = 100;
  else control(controller, nowMs, cpuShare, configuration.lag);
  traceThrottling(replica);
  // Always, because a new pair begins with a controller that throttles nothing.
  updateCpuShare(replica);
};
