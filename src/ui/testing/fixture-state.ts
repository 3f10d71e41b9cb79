/** One state of the lab, for unit tests of what the page makes of it. */
import type { HostState, LabState } from '../../workers/lab/lab.ts';

function host(role: HostState['role']): HostState {
  return {
    role,
    instructions: 0,
    mips: 0,
    lagMs: 0,
    cpuLimit: 100,
    console: '',
    bufferBytes: 0,
    reason: '',
    bufferEntries: 0,
    droppedOutputs: 0,
    interrupts: { timer: 0, serial: 0, nic: 0, disk: 0 },
  };
}

/** A moment of a run: A primary, B backup, C spare. */
export const fixtureState: LabState = {
  time: { labMs: 12_000, speed: 1, paused: false },
  hosts: { A: host('primary'), B: host('backup'), C: host('spare') },
  service: { condition: 'running', detail: '' },
  channel: {
    connected: true,
    rttMs: 40,
    bitsPerSecond: 120_000,
    bitsPerSecondLimit: 0,
    sentBytes: 0,
    heldOutputs: 0,
    sentBatches: 0,
    acknowledgedBatches: 0,
    entries: {},
  },
  storage: { reachable: true, generation: 1, testAndSet: 'unset', pending: 0, reads: 412, writes: 1284, latencyMs: 1 },
  network: { serviceAt: 'A', serviceMac: '52:54:00:00:00:0a', packets: 310 },
  client: {
    requests: 11,
    replies: 10,
    lastReply: '10',
    longestGapMs: 312,
    lastLatencyMs: 42,
    medianLatencyMs: 41.8,
    requestsPerSecond: 4,
    duplicatesDropped: 1,
    retransmissions: 0,
    connections: 1,
    reconnects: 0,
    udpReplies: 0,
    udpDuplicates: 0,
    errors: [],
    running: true,
    console: '',
    recent: [
      { atMs: 11_401, request: 'INCR hits', reply: '9', latencyMs: 41.8 },
      { atMs: 11_652, request: 'INCR hits', reply: '10', latencyMs: 41.7 },
      { atMs: 11_903, request: 'INCR hits', reply: null, latencyMs: null },
    ],
  },
  failover: { count: 0, detectionMs: 0, drainMs: 0, testAndSetMs: 0, firstOutputMs: 0 },
  vmotion: { count: 1, pauseMs: 130, snapshotBytes: 33_000_000 },
  memory: { compared: 12, lastComparedMs: 11_600, dirtyBitsPerSecond: 61e6 },
  redundancy: 'by-hand',
  disk: { sharing: 'shared', backupReads: 'from-log' },
  invariants: {
    'one-vm-live': { holds: true, checked: 1200 },
    'ram-identical': { holds: true, checked: 12 },
    'output-acknowledged-first': { holds: true, checked: 311 },
    'outputs-identical': { holds: true, checked: 311 },
    'no-reply-lost': { holds: true, checked: 10 },
  },
  rules: { 'output-rule': true, 'test-and-set': true, 'clock-logging': true, 'bounce-buffers': true },
};
