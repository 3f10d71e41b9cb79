/**
 * FT VMotion by hand for unit tests, step by step. Paper sections 3.1 and 3.3.
 */
import { createNode, createPair, passMessages, quietFrame, record } from './pair.ts';
import type { Node, NodeOptions } from './pair.ts';

export const vmotion = (to: 'A' | 'B' | 'C', purpose: 'new-backup' | 'move-primary' | 'move-backup') =>
  ({ kind: 'commanded', command: { kind: 'vmotion', to, purpose } }) as const;

export const createSpare = (self: 'A' | 'B' | 'C' = 'C', options: Omit<NodeOptions, 'self'> = {}): Node => {
  const spare = createNode({ ...options, self });
  spare.do({ kind: 'started', as: 'spare', self, peer: null, generation: 0 });
  return spare;
};

/** Up to the point at which the snapshot travels. */
export const offer = (source: Node, target: Node, digest = 'd1'): void => {
  source.do({ kind: 'snapshot-taken', bytes: 100, digest: 'd1' });
  passMessages(source, target, source.replica.nowMs);
  const sent = source.of('send-snapshot').at(-1);
  if (sent === undefined) throw new Error('no snapshot was sent');
  target.do({ kind: 'snapshot-arrived', from: source.replica.self, generation: sent.generation, bytes: 100, digest });
};

/** Moves a half of a pair to `target` until its machine stands there. */
export const moveUntilStands = (
  primary: Node,
  backup: Node,
  target: Node,
  purpose: 'move-primary' | 'move-backup',
): void => {
  primary.do(vmotion(target.replica.self, purpose));
  record(primary, quietFrame(primary.replica.sequence + 1));
  passMessages(primary, backup);
  passMessages(backup, primary);
  offer(primary, target);
  target.do({ kind: 'machine-started' });
  passMessages(target, primary);
};

/** A pair on A and B with C as the target of a move, C's machine standing. */
export const moveUntilReady = (
  purpose: 'move-primary' | 'move-backup',
): { primary: Node; backup: Node; target: Node } => {
  const { primary, backup } = createPair();
  const target = createSpare();
  moveUntilStands(primary, backup, target, purpose);
  return { primary, backup, target };
};
