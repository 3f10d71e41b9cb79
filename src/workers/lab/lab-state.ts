/**
 * Puts together the state that `window.lab` shows: plain JSON, made when it is asked for. Must not know commands.
 */
import { hostIds } from '../../ft/host-id.ts';
import type { Rules } from '../../ft/rules.ts';
import { serviceAddress } from '../network/addresses.ts';
import type { LinkSettings } from '../thread/link.ts';
import type { LabState } from './lab.ts';
import { liveHost } from './live-host.ts';
import type { Observer } from './observer.ts';
import { atTheSameMoment } from './same-moment.ts';
import { serviceState } from './service-state.ts';

export interface StateInputs {
  readonly observer: Observer;
  readonly rules: Rules;
  readonly time: LabState['time'];
  readonly logging: LinkSettings;
  readonly redundancy: LabState['redundancy'];
  readonly disk: LabState['disk'];
  readonly clientRuns: boolean;
}

export function buildState({ observer, rules, time, logging, redundancy, disk, clientRuns }: StateInputs): LabState {
  return {
    time,
    hosts: hostsState(observer),
    service: serviceState(observer, time.labMs),
    channel: channelState(observer, logging),
    storage: storageState(observer),
    network: networkState(observer),
    client: clientState(observer, clientRuns),
    disk,
    failover: observer.measures.failover,
    vmotion: observer.measures.vmotion,
    memory: {
      compared: observer.memoryCompared.count,
      lastComparedMs: observer.memoryCompared.lastMs,
      dirtyBitsPerSecond: observer.dirtyBitsPerSecond,
    },
    redundancy,
    invariants: observer.invariants.all(),
    rules,
  };
}

/** A pair's instruction counts are of the same moment. */
function hostsState({ views }: Observer): LabState['hosts'] {
  const hosts = Object.fromEntries(hostIds.map((host) => [host, views[host].state()])) as LabState['hosts'];
  const primary = hostIds.find((host) => hosts[host].role === 'primary');
  const backup = hostIds.find((host) => hosts[host].role === 'backup');
  if (primary === undefined || backup === undefined) return hosts;
  const counts = atTheSameMoment(views[primary].history.all, views[backup].history.all);
  if (counts === null) return hosts;
  return {
    ...hosts,
    [primary]: { ...hosts[primary], instructions: counts.primary },
    [backup]: { ...hosts[backup], instructions: counts.backup },
  };
}

function channelState(observer: Observer, logging: LinkSettings): LabState['channel'] {
  const live = liveHost(observer);
  const report = live === null ? undefined : observer.views[live].latest?.report;
  return {
    connected: !logging.cut,
    rttMs: logging.delayMs * 2,
    bitsPerSecond: observer.logBitsPerSecond,
    bitsPerSecondLimit: logging.bitsPerSecond,
    sentBytes: report?.counters.bytesSent ?? 0,
    heldOutputs: report?.heldOutputs ?? 0,
    sentBatches: report?.sentSequence ?? 0,
    acknowledgedBatches: report?.acknowledgedSequence ?? 0,
    entries: { ...observer.entryCounts },
  };
}

function storageState({ storage }: Observer): LabState['storage'] {
  return {
    reachable: storage?.settings.offline !== true,
    generation: storage?.generation ?? 0,
    testAndSet: storage?.owner ?? 'unset',
    pending: storage?.pending ?? 0,
    reads: storage?.reads ?? 0,
    writes: storage?.writes ?? 0,
    latencyMs: storage?.settings.latencyMs ?? 0,
  };
}

function networkState({ outside }: Observer): LabState['network'] {
  const at = outside?.serviceAt ?? 'unknown';
  return {
    serviceAt: at === 'client' ? 'unknown' : at,
    serviceMac: serviceAddress.mac,
    packets: outside?.packetsTotal ?? 0,
  };
}

function clientState({ outside, clientConsole }: Observer, running: boolean): LabState['client'] {
  const client = outside?.client;
  return {
    requests: client?.requests ?? 0,
    replies: client?.replies ?? 0,
    lastReply: client?.lastReply ?? '',
    longestGapMs: client?.longestGapMs ?? 0,
    lastLatencyMs: client?.latency.lastMs ?? 0,
    medianLatencyMs: client?.latency.medianMs ?? 0,
    requestsPerSecond: client?.requestsPerSecond ?? 0,
    duplicatesDropped: outside?.duplicatesDropped ?? 0,
    retransmissions: (outside?.retransmissions.toService ?? 0) + (outside?.retransmissions.fromService ?? 0),
    connections: client?.connections ?? 0,
    reconnects: client?.reconnects ?? 0,
    udpReplies: client?.udpReplies ?? 0,
    udpDuplicates: client?.udpDuplicates ?? 0,
    errors: client?.errors ?? [],
    recent: client?.recent ?? [],
    running,
    console: clientConsole.tail(),
  };
}
