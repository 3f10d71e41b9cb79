/**
 * What happens because time passed: heartbeats, timeouts, retries. Paper section 2.3. The only reader of periods and
 * timeouts; time itself comes from the host.
 */
import type { HostId } from '../host-id.ts';
import { sendHeartbeat } from './channel.ts';
import { retryClaim } from './claim.ts';
import { controlLag } from './cpu-share.ts';
import { look } from './detector.ts';
import { announceLocation, losePeer } from './go-live.ts';
import { retryOperations } from './operations.ts';
import type { Replica } from './state.ts';
import { abortSource } from './vmotion-source.ts';
import { targetMachineStarted } from './vmotion-target.ts';

/** A half that is starting is restoring a machine and may be deaf for a while: it judges its peer once it stands. */
const judgesPeer = (replica: Replica): boolean =>
  replica.role === 'primary' || replica.role === 'backup' || (replica.role === 'starting' && replica.target !== null);

const listeners = (replica: Replica): HostId[] => {
  const to: HostId[] = [];
  if (replica.peer !== null) to.push(replica.peer);
  if (replica.source !== null && (replica.source.stage === 'offered' || replica.source.stage === 'claiming'))
    to.push(replica.source.to);
  return to;
};

const watchTarget = (replica: Replica): void => {
  const { source, configuration } = replica;
  if (source === null) return;
  look(source.detector, replica.nowMs, configuration.clockJumpLimitMs);
  look(source.waited, replica.nowMs, configuration.clockJumpLimitMs);
  if (source.stage === 'claiming') return;
  const limitMs = source.stage === 'offered' ? configuration.vmotionTimeoutMs : configuration.quiesceTimeoutMs;
  if (source.stage === 'offered' && source.detector.silenceMs >= configuration.detectionTimeoutMs)
    abortSource(replica, `host ${source.to} is silent`);
  else if (source.waited.silenceMs >= limitMs)
    abortSource(
      replica,
      source.stage === 'offered' ? `host ${source.to} is not ready in time` : 'the VM did not become quiescent in time',
    );
};

export const passTime = (replica: Replica): void => {
  const { configuration, nowMs } = replica;
  look(replica.detector, nowMs, configuration.clockJumpLimitMs);
  if (nowMs >= replica.nextHeartbeatMs) {
    replica.nextHeartbeatMs = nowMs + configuration.heartbeatPeriodMs;
    for (const to of listeners(replica)) sendHeartbeat(replica, to);
    if (replica.target?.stage === 'ready' && replica.claim === null) targetMachineStarted(replica, replica.target);
  }
  watchTarget(replica);
  const { detector } = replica;
  const timeoutMs = detector.acquainted ? configuration.detectionTimeoutMs : configuration.firstContactTimeoutMs;
  if (replica.peer !== null && judgesPeer(replica) && detector.silenceMs >= timeoutMs) {
    // The commit of FT VMotion has been asked for: whether the old backup lives no longer matters (VM5).
    if (replica.source?.stage !== 'claiming') losePeer(replica);
  }
  retryClaim(replica);
  retryOperations(replica);
  controlLag(replica);
  if (nowMs >= replica.nextAnnouncementMs && replica.announcementsLeft > 0) announceLocation(replica, 'again');
};

/** Lab time at which `time-passed` must be sent at the latest. */
export const nextWakeMs = (replica: Replica): number => {
  if (replica.role === 'spare' || replica.role === 'halted') return Infinity;
  const retryMs = replica.claim === null ? Infinity : replica.claim.askedAtMs + replica.configuration.testAndSetRetryMs;
  return Math.min(replica.nextHeartbeatMs, retryMs);
};
