/**
 * How a host begins: as half of the first pair, which both boot from the same image, alone, or without a VM.
 */
import type { Happening } from '../event.ts';
import { startClaim } from './claim.ts';
import { beginPair } from './create.ts';
import { mirrorCpuShare } from './cpu-share.ts';
import { changeRole, emit } from './emit.ts';
import { announceLocation, goLive } from './go-live.ts';
import type { Replica } from './state.ts';
import { finishStarting } from './vmotion-source.ts';
import { targetMachineStarted } from './vmotion-target.ts';

export const start = (replica: Replica, event: Happening & { kind: 'started' }): void => {
  replica.self = event.self;
  beginPair(replica, event.generation, event.peer);
  if (event.as === 'spare') return;
  // A host that was a spare may have had a VM before, which came or went by FT VMotion; this one boots.
  replica.firstBoot = true;
  mirrorCpuShare(replica, 100);
  replica.half = event.as;
  replica.startingAs = event.as === 'primary' && event.peer === null ? 'live-alone' : event.as;
  replica.machine = 'starting';
  changeRole(replica, 'starting', `as ${replica.startingAs}`);
  emit(replica, { kind: 'start-machine', from: 'boot', disk: { kind: 'as-it-is' } });
};

/** The machine that was asked for stands at its first instruction. */
export const machineStarted = (replica: Replica): void => {
  if (replica.machine !== 'starting') return;
  replica.machine = 'ready';
  const { source, target } = replica;
  if (target !== null) targetMachineStarted(replica, target);
  else if (source !== null) source.restarted = true;
  else if (replica.startingAs === 'live-alone') goLiveFirst(replica);
  else finishBoot(replica);
};

/** A service that is switched on again may stand at another port than before; the switch remembers the old one (GL6). */
const finishBoot = (replica: Replica): void => {
  const { firstBoot } = replica;
  finishStarting(replica);
  if (firstBoot && replica.role === 'primary' && replica.rules.announceLocation) announceLocation(replica);
};

/** Even the first VM asks before it goes live: two hosts may have been told to start it (TS1). */
const goLiveFirst = (replica: Replica): void => {
  if (replica.rules.testAndSet) startClaim(replica, replica.generation, 'go-live');
  else goLive(replica, 'taken');
};
