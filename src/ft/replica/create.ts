/**
 * A replica's state at its beginning, and at the beginning of every pair it joins.
 */
import type { Configuration } from '../configuration.ts';
import type { HostId } from '../host-id.ts';
import { wireCodec } from '../message/codec.ts';
import type { Codec } from '../message/codec.ts';
import { Queue } from '../queue.ts';
import type { Counters } from '../report.ts';
import type { Rules } from '../rules.ts';
import { createDetector } from './detector.ts';
import { createLagController } from './lag-controller.ts';
import type { Replica, Tracing } from './state.ts';

const createCounters = (): Counters => ({
  batchesSent: 0,
  batchesReceived: 0,
  batchesReplayed: 0,
  entriesSent: 0,
  bytesSent: 0,
  bytesReceived: 0,
  outputsReleased: 0,
  outputsDropped: 0,
  outputsSentAgain: 0,
  packetsDropped: 0,
  consoleRefused: 0,
  messagesIgnored: 0,
  testAndSetAttempts: 0,
  operationsReissued: 0,
  memoryHashes: 0,
});

/** A host without a VM. Feed it `started` first. */
export const createReplica = (options: {
  readonly self: HostId;
  readonly configuration: Configuration;
  readonly rules: Rules;
  readonly tracing?: Tracing;
  readonly codec?: Codec;
}): Replica => ({
  configuration: options.configuration,
  rules: options.rules,
  self: options.self,
  peer: null,
  role: 'spare',
  generation: 0,
  half: null,
  nowMs: 0,
  effects: [],
  codec: options.codec ?? wireCodec,
  tracing: options.tracing ?? 'everything',
  halted: null,
  poweredOff: false,
  startingAs: null,
  machine: 'none',
  firstBoot: true,
  running: null,
  instructions: 0,
  quiescent: false,
  stall: null,
  lastMemoryHashMs: 0,
  inputs: new Queue(),
  consoleBytesQueued: 0,
  packetsQueued: 0,
  deliveredEarly: [],
  late: [],
  sequence: 0,
  sent: new Queue(),
  sentBytes: 0,
  acknowledgedSequence: 0,
  releasedSequence: 0,
  held: new Queue(),
  unexecuted: new Queue(),
  peerExecutedSequence: 0,
  unread: new Queue(),
  unreadBytes: 0,
  buffer: new Queue(),
  bufferBytes: 0,
  arrivedSequence: 0,
  receivedSequence: 0,
  executedSequence: 0,
  kept: new Queue(),
  detector: createDetector(0),
  nextAnnouncementMs: 0,
  announcementsLeft: 0,
  nextHeartbeatMs: 0,
  controller: createLagController(0, options.configuration.lag),
  mirroredCpuPercent: 100,
  hostCpuPercent: 100,
  cpuShare: 100,
  operations: new Map(),
  readsToExecute: [],
  nextRequestId: 1,
  claim: null,
  source: null,
  target: null,
  counters: createCounters(),
});

/** Forgets the old pair and its log: both halves of the new one begin at the same point of the VM's life (VM7). */
export const beginPair = (replica: Replica, generation: number, peer: HostId | null): void => {
  replica.generation = generation;
  replica.peer = peer;
  replica.sequence = 0;
  replica.sent.clear();
  replica.sentBytes = 0;
  replica.acknowledgedSequence = 0;
  replica.releasedSequence = 0;
  replica.held.clear();
  replica.unexecuted.clear();
  replica.peerExecutedSequence = 0;
  replica.unread.clear();
  replica.unreadBytes = 0;
  replica.buffer.clear();
  replica.bufferBytes = 0;
  replica.arrivedSequence = 0;
  replica.receivedSequence = 0;
  replica.executedSequence = 0;
  replica.kept.clear();
  replica.late = [];
  replica.deliveredEarly = [];
  replica.operations.clear();
  replica.readsToExecute = [];
  replica.detector = createDetector(replica.nowMs);
  replica.nextHeartbeatMs = replica.nowMs;
  replica.controller = createLagController(replica.nowMs, replica.configuration.lag);
  replica.lastMemoryHashMs = replica.nowMs;
};
