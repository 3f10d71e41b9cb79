/**
 * FT VMotion at its source, the live host: quiesce, pause, snapshot, and end the old pair only when the new one stands.
 * Paper sections 3.1 and 3.3. SPEC.md VM1 to VM8 say why a crash of anybody at any point leaves one VM.
 */
import type { HostId } from '../host-id.ts';
import type { VmotionPurpose } from '../message/message.ts';
import { isLive } from '../role.ts';
import { startClaim } from './claim.ts';
import { beginPair } from './create.ts';
import { createDetector } from './detector.ts';
import { changeRole, emit, send, trace } from './emit.ts';
import { clearInputs } from './inputs.ts';
import { deliverCompletions } from './operations.ts';
import type { Replica, Source } from './state.ts';

/** Why the command cannot be obeyed, or null. */
const refusal = (replica: Replica, to: HostId, purpose: VmotionPurpose): string | null => {
  if (!isLive(replica.role)) return `host ${replica.self} is ${replica.role}; FT VMotion starts at the live host`;
  if (replica.source !== null) return 'an FT VMotion is under way already';
  if (replica.poweredOff) return 'the VM is powered off';
  if (to === replica.self) return `the VM is on host ${to} already; primary and backup are never on one host`;
  if (to === replica.peer) return `the backup is on host ${to} already`;
  if (purpose === 'new-backup' && replica.peer !== null)
    return `host ${replica.peer} is the backup already; move it instead`;
  if (purpose === 'move-backup' && replica.peer === null) return 'there is no backup to move; start one instead';
  return null;
};

/** Begins FT VMotion to a spare host. Returns why not, or null. */
export const startSource = (replica: Replica, to: HostId, purpose: VmotionPurpose): string | null => {
  const reason = refusal(replica, to, purpose);
  if (reason !== null) return reason;
  replica.source = {
    to,
    purpose,
    generation: replica.generation + 1,
    oldPeer: replica.peer,
    stage: 'quiescing',
    restarted: false,
    targetReady: false,
    waited: createDetector(replica.nowMs),
    detector: createDetector(replica.nowMs),
  };
  tell(replica, replica.source, 'quiescing', purpose);
  return null;
};

const tell = (
  replica: Replica,
  source: Source,
  phase: 'quiescing' | 'snapshot-taken' | 'offered' | 'ready' | 'committing' | 'committed' | 'aborted',
  detail: string,
): void => trace(replica, { kind: 'vmotion', phase, generation: source.generation, peer: source.to, detail });

/** Nothing is half done: every disk operation was answered, and no device is at work (VM2). */
const isQuiescent = (replica: Replica): boolean =>
  replica.running === null &&
  replica.machine === 'ready' &&
  replica.quiescent &&
  replica.deliveredEarly.length === 0 &&
  [...replica.operations.values()].every((pending) => pending.stage === 'arrived');

const isAcknowledged = (replica: Replica): boolean =>
  replica.role === 'live-alone' || (replica.acknowledgedSequence === replica.sequence && replica.held.size === 0);

/** Called after every event: goes on as far as it can. */
export const settleSource = (replica: Replica): void => {
  const { source } = replica;
  if (source === null) return;
  if (replica.poweredOff) {
    abortSource(replica, 'the VM was powered off');
    return;
  }
  if (source.stage === 'quiescing' && isQuiescent(replica)) {
    deliverCompletions(replica);
    source.stage = 'acknowledging';
  }
  if (source.stage === 'acknowledging' && isAcknowledged(replica)) {
    source.stage = 'snapshotting';
    emit(replica, { kind: 'take-snapshot' });
  }
  const isWhole = source.oldPeer !== null || source.restarted;
  if (source.stage === 'offered' && source.targetReady && isWhole) endOldPair(replica, source);
};

export const snapshotTaken = (replica: Replica, bytes: number, digest: string): void => {
  const { source } = replica;
  if (source?.stage !== 'snapshotting') {
    emit(replica, { kind: 'discard-snapshot' });
    return;
  }
  source.stage = 'offered';
  source.waited = createDetector(replica.nowMs);
  source.detector = createDetector(replica.nowMs);
  tell(replica, source, 'snapshot-taken', `${bytes} bytes`);
  const { generation, purpose, to } = source;
  send(replica, to, {
    kind: 'vmotion-offered',
    generation,
    purpose,
    snapshotBytes: bytes,
    snapshotDigest: digest,
    cpuPercent: replica.mirroredCpuPercent,
  });
  emit(replica, {
    kind: 'send-snapshot',
    to,
    generation,
    disk: replica.configuration.disk.sharing === 'shared' ? 'shared' : 'included',
  });
  tell(replica, source, 'offered', purpose);
  // Alone: start anew at once, while the snapshot travels. A pair waits: until the commit its old backup may have to go on.
  if (source.oldPeer === null) startFromSnapshot(replica);
};

const startFromSnapshot = (replica: Replica): void => {
  replica.machine = 'starting';
  emit(replica, { kind: 'start-machine', from: 'snapshot', disk: { kind: 'as-it-is' } });
};

export const targetReady = (replica: Replica, generation: number): void => {
  const { source } = replica;
  if (source === null || source.generation !== generation) return;
  source.targetReady = true;
  tell(replica, source, 'ready', '');
};

/** The old pair's flag is the point of no return: once asked for, there is no way back (VM5). */
const endOldPair = (replica: Replica, source: Source): void => {
  if (source.oldPeer === null || !replica.rules.testAndSet) {
    commitSource(replica);
    return;
  }
  source.stage = 'claiming';
  send(replica, source.to, { kind: 'vmotion-committing', generation: source.generation });
  tell(replica, source, 'committing', '');
  startClaim(replica, replica.generation, 'commit-vmotion');
};

/** The new pair exists (VM7). */
export const commitSource = (replica: Replica): void => {
  const { source } = replica;
  if (source === null) return;
  send(replica, source.to, { kind: 'vmotion-committed', generation: source.generation });
  if (source.oldPeer !== null) send(replica, source.oldPeer, { kind: 'retired', generation: replica.generation });
  tell(replica, source, 'committed', source.purpose);
  replica.source = null;
  replica.half = source.purpose === 'move-primary' ? 'backup' : 'primary';
  beginPair(replica, source.generation, source.to);
  replica.firstBoot = false;
  replica.startingAs = replica.half;
  changeRole(replica, 'starting', 'both halves of the new pair start from the same snapshot');
  if (replica.half === 'backup') {
    replica.announcementsLeft = 0;
    clearInputs(replica, `the VM moved to host ${source.to}`);
  }
  if (source.restarted) finishStarting(replica);
  else startFromSnapshot(replica);
};

/** The machine of a half of a pair stands: the role begins. */
export const finishStarting = (replica: Replica): void => {
  const { startingAs } = replica;
  if (replica.role !== 'starting' || startingAs === null || startingAs === 'live-alone') return;
  replica.startingAs = null;
  replica.half = startingAs;
  // Who came together by FT VMotion has met; two hosts that boot may be deaf while they do (FD6).
  replica.detector = createDetector(replica.nowMs, replica.firstBoot ? 'unknown' : 'met');
  changeRole(replica, startingAs, 'the machine stands');
};

/** Before the commit: the VM goes on as if nothing had been (VM5). */
export const abortSource = (replica: Replica, reason: string): void => {
  const { source } = replica;
  if (source === null || source.stage === 'claiming') return;
  replica.source = null;
  tell(replica, source, 'aborted', reason);
  if (source.stage === 'offered') send(replica, source.to, { kind: 'vmotion-aborted', generation: source.generation });
  if (source.stage === 'offered' && replica.machine === 'ready') emit(replica, { kind: 'discard-snapshot' });
};
