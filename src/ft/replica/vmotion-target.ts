/**
 * FT VMotion at its target, a spare host: a machine from the source's snapshot that stands still until the new pair
 * exists. Paper section 3.1.
 */
import type { HostId } from '../host-id.ts';
import type { Message } from '../message/message.ts';
import { mirrorCpuShare } from './cpu-share.ts';
import { beginPair } from './create.ts';
import { createDetector } from './detector.ts';
import { changeRole, emit, send, trace } from './emit.ts';
import { announceLocation } from './go-live.ts';
import { becomeSpare } from './spare.ts';
import type { Replica, Target } from './state.ts';

const tell = (
  replica: Replica,
  target: Target,
  phase: 'offered' | 'ready' | 'finished' | 'aborted',
  detail: string,
): void => trace(replica, { kind: 'vmotion', phase, generation: target.generation, peer: target.from, detail });

/** The offer and the snapshot come over different ways, so either may be first. */
const targetFor = (replica: Replica, from: HostId, generation: number): Target | null => {
  const { target } = replica;
  if (target !== null) return target.from === from && target.generation === generation ? target : null;
  if (replica.role !== 'spare') return null;
  beginPair(replica, generation, from);
  replica.half = 'backup';
  replica.target = { from, generation, purpose: null, offeredDigest: null, arrivedDigest: null, stage: 'receiving' };
  replica.detector = createDetector(replica.nowMs);
  changeRole(replica, 'starting', `FT VMotion from host ${from}`);
  return replica.target;
};

const ignore = (replica: Replica, peer: HostId, what: string): void => {
  replica.counters.messagesIgnored += 1;
  trace(replica, { kind: 'message-ignored', peer, reason: `${what} while ${replica.role}` });
};

const startWhenWhole = (replica: Replica, target: Target): void => {
  if (target.stage !== 'receiving' || target.offeredDigest === null || target.arrivedDigest === null) return;
  if (target.offeredDigest !== target.arrivedDigest) {
    tell(replica, target, 'aborted', 'the snapshot arrived damaged');
    becomeSpare(replica, 'the snapshot arrived damaged');
    return;
  }
  target.stage = 'starting';
  replica.machine = 'starting';
  const { from, generation } = target;
  const isShared = replica.configuration.disk.sharing === 'shared';
  const disk = isShared ? ({ kind: 'as-it-is' } as const) : ({ kind: 'from-snapshot', from, generation } as const);
  emit(replica, { kind: 'start-machine', from: 'snapshot', disk });
};

export const receiveOffer = (replica: Replica, from: HostId, message: Message & { kind: 'vmotion-offered' }): void => {
  const target = targetFor(replica, from, message.generation);
  if (target === null) {
    ignore(replica, from, 'FT VMotion offered');
    return;
  }
  target.purpose = message.purpose;
  target.offeredDigest = message.snapshotDigest;
  mirrorCpuShare(replica, message.cpuPercent);
  tell(replica, target, 'offered', message.purpose);
  startWhenWhole(replica, target);
};

export const snapshotArrived = (replica: Replica, from: HostId, generation: number, digest: string): void => {
  const target = targetFor(replica, from, generation);
  if (target === null) {
    if (replica.source === null && replica.target === null) emit(replica, { kind: 'discard-snapshot' });
    return;
  }
  target.arrivedDigest = digest;
  startWhenWhole(replica, target);
};

/** The machine stands at the snapshot's point; it runs no instruction before the commit (VM4). */
export const targetMachineStarted = (replica: Replica, target: Target): void => {
  target.stage = 'ready';
  tell(replica, target, 'ready', '');
  send(replica, target.from, { kind: 'vmotion-ready', generation: target.generation });
};

/** What the source says about the FT VMotion under way. */
export const receiveVmotionMessage = (
  replica: Replica,
  from: HostId,
  message: Message & { kind: 'vmotion-committing' | 'vmotion-committed' | 'vmotion-aborted' },
): void => {
  const { target } = replica;
  if (target === null || target.from !== from || target.generation !== message.generation || replica.claim !== null) {
    ignore(replica, from, message.kind);
    return;
  }
  if (message.kind === 'vmotion-aborted') {
    tell(replica, target, 'aborted', 'by the source');
    becomeSpare(replica, 'the source aborted FT VMotion');
    return;
  }
  if (target.stage !== 'ready' && target.stage !== 'committing') return;
  if (message.kind === 'vmotion-committing') target.stage = 'committing';
  else finish(replica, target);
};

/** The source speaks as half of the new pair: it has committed, and the word of it was lost (VM6). */
export const noticeCommit = (replica: Replica, from: HostId, generation: number): void => {
  const { target } = replica;
  if (target === null || target.from !== from || target.generation !== generation || replica.claim !== null) return;
  if (target.stage === 'ready' || target.stage === 'committing') finish(replica, target);
};

const finish = (replica: Replica, target: Target): void => {
  const half = target.purpose === 'move-primary' ? 'primary' : 'backup';
  replica.target = null;
  replica.half = half;
  replica.firstBoot = false;
  replica.detector = createDetector(replica.nowMs, 'met');
  replica.lastMemoryHashMs = replica.nowMs;
  tell(replica, target, 'finished', half);
  changeRole(replica, half, 'the new pair exists');
  if (half === 'primary' && replica.rules.announceLocation) announceLocation(replica);
};
