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

/** Lets the controller look at the lag; only a primary throttles (EL2). */
export const controlLag = (replica: Replica): void => {
  const before = replica.controller.percent;
  if (!replica.rules.lagControl || replica.role !== 'primary') replica.controller.percent = 100;
  else control(replica.controller, replica.nowMs, replica.cpuShare, replica.configuration.lag);
  if (replica.controller.percent !== before)
    trace(replica, { kind: 'throttled', percent: replica.controller.percent, lagMs: lagMs(replica) });
  // Always, because a new pair begins with a controller that throttles nothing.
  updateCpuShare(replica);
};
