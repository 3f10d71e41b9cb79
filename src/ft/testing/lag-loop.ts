/**
 * A busy primary and its backup in a closed loop, on a clock of whole milliseconds: each frame takes its time, stretched
 * by the share that its host gives; messages take theirs. Shows what the lag controller does over a minute. Paper
 * section 3.2.
 */
import { report } from '../replica.ts';
import type { Rules } from '../rules.ts';
import { createPair, quietFrame, record } from './pair.ts';
import type { Node } from './pair.ts';

const frameMs = 5;
const sampleEveryMs = 100;

export interface LagLoopOptions {
  readonly untilMs: number;
  /** One way, both ways alike. */
  readonly delayMs: number;
  /** From each of these times on, the backup's host gives its VM so many percent; 0 is a host that stands still. */
  readonly backup: readonly { readonly fromMs: number; readonly percent: number }[];
  readonly rules?: Partial<Rules>;
}

export interface LagSample {
  readonly atMs: number;
  readonly lagMs: number;
  readonly percent: number;
}

/** What `from` sent arrives at `to` after the delay. */
const createLine = (from: Node, to: Node, delayMs: number): ((nowMs: number) => void) => {
  const travelling: { atMs: number; bytes: Uint8Array }[] = [];
  return (nowMs) => {
    for (const { bytes } of from.of('send-message')) travelling.push({ atMs: nowMs + delayMs, bytes });
    from.forget();
    while (travelling[0] !== undefined && travelling[0].atMs <= nowMs) {
      const [first] = travelling.splice(0, 1);
      if (first !== undefined) to.do({ kind: 'message-received', from: from.replica.self, bytes: first.bytes }, nowMs);
    }
  };
};

/** Runs frames at the host's pace; the share is asked for anew with each. */
const createHost = (node: Node, sequence: () => number): ((nowMs: number) => void) => {
  let readyAtMs = 0;
  return (nowMs) => {
    if (nowMs < readyAtMs) return;
    const frame = sequence() + 1;
    record(node, quietFrame(frame), nowMs);
    if (sequence() === frame) readyAtMs = nowMs + (frameMs * 100) / node.replica.cpuShare;
  };
};

/** Deterministic: the same options give the same samples. */
export const runLagLoop = ({ untilMs, delayMs, backup: shares, rules = {} }: LagLoopOptions): LagSample[] => {
  const { primary, backup } = createPair({ rules });
  const hosts = [
    createHost(primary, () => primary.replica.sequence),
    createHost(backup, () => backup.replica.executedSequence),
  ] as const;
  const lines = [createLine(primary, backup, delayMs), createLine(backup, primary, delayMs)];
  const samples: LagSample[] = [];
  let standsStill = false;
  for (let nowMs = 1; nowMs <= untilMs; nowMs += 1) {
    const change = shares.find(({ fromMs }) => fromMs === nowMs);
    if (change !== undefined) {
      standsStill = change.percent === 0;
      if (!standsStill)
        backup.do({ kind: 'commanded', command: { kind: 'set-host-cpu', percent: change.percent } }, nowMs);
    }
    for (const node of [primary, backup])
      if (nowMs >= node.replica.nextHeartbeatMs) node.do({ kind: 'time-passed' }, nowMs);
    hosts[0](nowMs);
    if (!standsStill) hosts[1](nowMs);
    for (const line of lines) line(nowMs);
    if (nowMs % sampleEveryMs === 0)
      samples.push({ atMs: nowMs, lagMs: report(backup.replica).lagMs, percent: primary.replica.cpuShare });
  }
  return samples;
};
