/**
 * From a lost peer to a VM that is live alone: drain, win the test-and-set, switch. Paper section 2.3.
 */
import type { StorageReply } from '../storage.ts';
import { settleClaim, startClaim } from './claim.ts';
import { updateCpuShare } from './cpu-share.ts';
import { changeRole, emit, halt, trace } from './emit.ts';
import { createLagController } from './lag-controller.ts';
import { reissueOperations } from './operations.ts';
import { sendKeptOutputs } from './outputs.ts';
import type { Claim, Replica } from './state.ts';
import { abortSource, commitSource } from './vmotion-source.ts';
import { becomeSpare } from './spare.ts';

/** Asks for the flag, or does without when the rule is off. */
const claimOrTake = (replica: Replica, generation: number, next: Claim['next'], won: () => void): void => {
  if (replica.rules.testAndSet) startClaim(replica, generation, next);
  else won();
};

/** The peer was silent for too long (FD2). What it says from now on is not heard. */
export const losePeer = (replica: Replica): void => {
  const { peer } = replica;
  if (peer === null) return;
  replica.peer = null;
  trace(replica, { kind: 'peer-lost', peer, silenceMs: replica.detector.silenceMs });
  if (replica.target !== null) {
    // Without the word that the old pair ends, the old pair may be well: this copy of the VM is one too many (VM6).
    if (replica.target.stage !== 'committing') becomeSpare(replica, 'the source of FT VMotion is lost');
    else claimOrTake(replica, replica.generation - 1, 'inherit', () => goLive(replica, 'taken'));
    return;
  }
  if (replica.role === 'backup') {
    changeRole(replica, 'draining', 'the primary is lost');
    return;
  }
  if (replica.source !== null) abortSource(replica, 'the backup is lost');
  if (replica.poweredOff)
    claimOrTake(replica, replica.generation, 'power-off', () => halt(replica, 'powered-off', 'the VM was powered off'));
  else claimOrTake(replica, replica.generation, 'go-live', () => goLive(replica, 'taken'));
};

/** A backup that executed every entry it received asks to go live (GL1, GL2). */
export const settleDraining = (replica: Replica): void => {
  if (replica.role !== 'draining' || replica.running !== null || replica.machine !== 'ready') return;
  if (replica.buffer.size > 0 || replica.unread.size > 0) return;
  claimOrTake(replica, replica.generation, 'go-live', () => goLive(replica, 'taken'));
};

/** Live alone from here on: `claimed` by test-and-set, or just `taken` because the rule is off. */
export const goLive = (replica: Replica, right: 'claimed' | 'taken'): void => {
  const { sequence, generation } = replica;
  const isFormerBackup = replica.half === 'backup';
  changeRole(replica, 'live-alone', right === 'claimed' ? 'won the test-and-set' : 'test-and-set is off');
  replica.target = null;
  replica.peer = null;
  replica.half = null;
  replica.startingAs = null;
  const operationsReissued = isFormerBackup ? reissueOperations(replica) : 0;
  const outputsSentAgain = isFormerBackup ? sendKeptOutputs(replica) : 0;
  for (const input of replica.late) replica.inputs.push(input);
  replica.late = [];
  replica.controller = createLagController(replica.nowMs, replica.configuration.lag);
  updateCpuShare(replica);
  if (isFormerBackup && replica.rules.announceLocation) announceLocation(replica);
  trace(replica, {
    kind: 'went-live',
    generation,
    sequence,
    outputsSentAgain,
    operationsReissued,
    claimed: right === 'claimed',
  });
};

/**
 * The switch must learn where the service's address is now. Said again for a while in which no packet comes: the first
 * announcement may be lost, and a last packet of the old primary may lead the switch astray again (GL6).
 */
export const announceLocation = (replica: Replica, occasion: 'first' | 'again' = 'first'): void => {
  if (occasion === 'first') replica.announcementsLeft = replica.configuration.announcements;
  replica.announcementsLeft -= 1;
  replica.nextAnnouncementMs = replica.nowMs + replica.configuration.announcementPeriodMs;
  emit(replica, { kind: 'announce-location' });
  trace(replica, { kind: 'location-announced' });
};

const lose = (
  replica: Replica,
  claim: Claim,
  reply: StorageReply & { kind: 'test-and-set-done' },
  source: string | null,
): void => {
  if (claim.next !== 'inherit') {
    halt(
      replica,
      claim.next === 'power-off' ? 'powered-off' : 'test-and-set-lost',
      `generation ${claim.generation} belongs to host ${reply.owner}`,
    );
    return;
  }
  // The source itself ended the old pair before it was lost: the new pair exists, and this is its other half (VM6).
  if (reply.owner === source) startClaim(replica, replica.generation, 'go-live');
  else becomeSpare(replica, `host ${reply.owner} carries on the old pair`);
};

/** Storage answered a test-and-set (TS1, TS2). */
export const receiveTestAndSet = (replica: Replica, reply: StorageReply & { kind: 'test-and-set-done' }): void => {
  const claim = settleClaim(replica, reply);
  if (claim === null) return;
  if (reply.outcome === 'lost') {
    lose(replica, claim, reply, replica.target?.from ?? null);
    return;
  }
  switch (claim.next) {
    case 'go-live':
      goLive(replica, 'claimed');
      return;
    case 'power-off':
      halt(replica, 'powered-off', 'the VM was powered off');
      return;
    case 'commit-vmotion':
      commitSource(replica);
      return;
    case 'inherit':
      startClaim(replica, replica.generation, 'go-live');
  }
};
