/**
 * A stand-in for the lab: moves at its own invented pace, so that the page can be looked at and tested without a machine. It
 * follows the contract's shapes and nothing of the protocol. Never shipped.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { CommandInfo, HostState, LabEvent, LabState } from '../../workers/lab/lab.ts';
import type { ChannelPicture, Flight, LabModel, LogRow, MarkKind, PacketRow, StartProgress } from '../../workers/lab/model.ts';
import { createConsole, createRing, createTimeline } from './fixture-rings.ts';

const commandIds = ['crash', 'start-backup', 'cut', 'mend', 'set-link', 'corrupt', 'set-host', 'set-rule', 'pause', 'resume', 'step', 'speed', 'client', 'storage', 'reset'];
const kinds: readonly MarkKind[] = ['clock', 'clock', 'clock', 'packet', 'clock', 'output', 'clock', 'random', 'disk', 'clock', 'console'];
const batchEveryMs = 4;

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

function firstState(): LabState {
  return {
    time: { labMs: 12_000, speed: 1, paused: false },
    hosts: { A: host('primary'), B: host('backup'), C: host('spare') },
    channel: { connected: true, rttMs: 40, bitsPerSecond: 120_000, bitsPerSecondLimit: 0, sentBytes: 0, heldOutputs: 0, sentBatches: 0, acknowledgedBatches: 0, entries: {} },
    storage: { reachable: true, generation: 1, testAndSet: 'unset', pending: 0, reads: 412, writes: 1284, latencyMs: 1 },
    network: { serviceAt: 'A', serviceMac: '52:54:00:00:00:0a', packets: 310 },
    client: {
      requests: 11, replies: 10, lastReply: '10', longestGapMs: 312, lastLatencyMs: 42, medianLatencyMs: 41.8, requestsPerSecond: 4, duplicatesDropped: 1, retransmissions: 0,
      connections: 1, reconnects: 0, udpReplies: 0, udpDuplicates: 0, errors: [], running: true, console: '',
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
}

/** What the fixture can be asked to look like at once. */
export interface FixtureOptions {
  readonly progress?: StartProgress;
  /** Lab milliseconds that lie behind it when the page opens. */
  readonly historyMs?: number;
}

export function createFixtureModel(options: FixtureOptions = {}): LabModel {
  let state = firstState();
  let sequence = 0;
  const listeners = new Set<() => void>();
  const log = createRing<LogRow>(20_000);
  const packets = createRing<PacketRow>(2_000);
  const timeline = createTimeline(200_000);
  const consoles = { A: createConsole(), B: createConsole(), C: createConsole(), client: createConsole() };
  const events: LabEvent[] = [];
  let flights: Flight[] = [];
  const series = { length: 0, labMs: new Float64Array(6000), logBitsPerSecond: new Float64Array(6000), lagMs: new Float64Array(6000), cpuLimit: new Float64Array(6000), dirtyBitsPerSecond: new Float64Array(6000), requestsPerSecond: new Float64Array(6000) };
  const say = (source: LabEvent['source'], kind: string, text: string) => events.push({ number: events.length + 1, labMs: state.time.labMs, source, kind, text });
  const setHost = (id: HostId, change: Partial<HostState>) => (state = { ...state, hosts: { ...state.hosts, [id]: { ...state.hosts[id], ...change } } });

  const batch = (labMs: number) => {
    const kind = kinds[sequence % kinds.length] ?? 'clock';
    const instructions = sequence * 400_000;
    const half = state.channel.rttMs / 2;
    timeline.push({ lane: 'A', kind, labMs, instructions, sequence, text: `batch ${sequence}: ${kind}` });
    timeline.push({ lane: 'B', kind: 'replayed', labMs: labMs + half + 2, instructions, sequence, text: `replayed batch ${sequence}` });
    timeline.push({ lane: 'A', kind: 'acknowledged', labMs: labMs + half * 2, instructions: instructions + half * 2e5, sequence, text: `batch ${sequence} acknowledged` });
    if (kind === 'output') {
      timeline.push({ lane: 'A', kind: 'released', labMs: labMs + half * 2, instructions: instructions + half * 2e5, sequence, text: 'output released' });
      timeline.push({ lane: 'B', kind: 'dropped', labMs: labMs + half + 2, instructions, sequence, text: 'output dropped' });
      timeline.push({ lane: 'client', kind: 'reply', labMs: labMs + half * 2 + 1, instructions: Number.NaN, sequence: -1, text: 'reply 11' });
    }
    if (kind === 'packet') timeline.push({ lane: 'client', kind: 'request', labMs: labMs - 1, instructions: Number.NaN, sequence: -1, text: 'INCR hits' });
    if (kind === 'disk') timeline.push({ lane: 'storage', kind: 'write', labMs: labMs - 1, instructions: Number.NaN, sequence: -1, text: 'write 4 KiB' });
    const entry = kind === 'packet' ? ({ kind: 'packet-received', frame: new Uint8Array(64) } as const) : ({ kind: 'slice-ended', instructions: 100_003, clockMs: labMs } as const);
    log.push({ id: log.total, generation: 1, sequence, labMs, instructions, entry, bytes: 16 });
    flights = [...flights, { sequence, kind, bytes: 16, sentMs: labMs, receivedMs: null, acknowledgedMs: null }].slice(-64);
    if (kind === 'packet') packets.push({ id: packets.total, labMs, from: 'client', to: ['A'], bytes: new Uint8Array(64).map((_, index) => index * 7), summary: 'TCP 10.0.0.2:1025 → 10.0.0.10:7000 PSH ACK seq 12 ack 40, 10 bytes', layers: [{ name: 'IPv4', fields: [['source', '10.0.0.2'], ['destination', '10.0.0.10']] }], repeated: false });
    sequence++;
  };
  const advance = (byMs: number) => {
    const from = state.time.labMs;
    const to = from + byMs;
    for (let at = Math.ceil(from / batchEveryMs) * batchEveryMs; at < to; at += batchEveryMs) if (state.hosts.A.role === 'primary') batch(at);
    const half = state.channel.rttMs / 2;
    flights = flights.map((flight) => ({ ...flight, receivedMs: flight.sentMs + half <= to ? flight.sentMs + half : null, acknowledgedMs: flight.sentMs + 2 * half <= to ? flight.sentMs + 2 * half : null }));
    if (Math.floor(from / 100) !== Math.floor(to / 100) && series.length < 6000) {
      const at = series.length++;
      series.labMs[at] = to;
      series.logBitsPerSecond[at] = 120_000 + 60_000 * Math.sin(to / 900);
      series.lagMs[at] = 38 + 10 * Math.sin(to / 500);
      series.cpuLimit[at] = 100;
      series.dirtyBitsPerSecond[at] = 61e6 + 2e7 * Math.sin(to / 2000);
      series.requestsPerSecond[at] = 4;
    }
    state = { ...state, time: { ...state.time, labMs: to }, channel: { ...state.channel, sentBatches: sequence, heldOutputs: 2, entries: { 'slice-ended': sequence } } };
    setHost('A', state.hosts.A.role === 'primary' ? { instructions: sequence * 400_000, mips: 412, interrupts: { timer: sequence, serial: 0, nic: sequence >> 4, disk: sequence >> 5 } } : {});
    if (state.hosts.B.role === 'backup') setHost('B', { instructions: (sequence - 9) * 400_000, lagMs: 38, droppedOutputs: sequence >> 3, interrupts: { timer: sequence, serial: 0, nic: sequence >> 4, disk: sequence >> 5 } });
    for (const listener of listeners) listener();
  };
  const commands: Record<string, (parameters: Record<string, unknown>) => void> = {
    crash: ({ host: id }) => {
      const victim = id as HostId;
      setHost(victim, { role: 'crashed', reason: 'Its thread was ended by the Crash button, at instruction 1 204 331 907.' });
      say(victim, 'crashed', `Host ${victim} crashed.`);
      timeline.push({ lane: victim, kind: 'crash', labMs: state.time.labMs, instructions: state.hosts[victim].instructions, sequence: -1, text: 'crash' });
      if (victim === 'A' && state.hosts.B.role === 'backup') setHost('B', { role: 'live-alone' });
      if (victim === 'B') setHost('A', { role: 'live-alone' });
      state = { ...state, storage: { ...state.storage, testAndSet: victim === 'A' ? 'B' : 'A' }, network: { ...state.network, serviceAt: victim === 'A' ? 'B' : 'A' }, channel: { ...state.channel, connected: true } };
    },
    'start-backup': ({ host: id }) => setHost((id as HostId) ?? 'C', { role: 'backup', reason: '' }),
    cut: () => (state = { ...state, channel: { ...state.channel, connected: false } }),
    mend: () => (state = { ...state, channel: { ...state.channel, connected: true } }),
    'set-link': ({ rttMs }) => (state = { ...state, channel: { ...state.channel, rttMs: Number(rttMs ?? state.channel.rttMs) } }),
    'set-rule': ({ rule, on }) => (state = { ...state, rules: { ...state.rules, [String(rule)]: on === true } }),
    pause: () => (state = { ...state, time: { ...state.time, paused: true } }),
    resume: () => (state = { ...state, time: { ...state.time, paused: false } }),
    step: () => advance(batchEveryMs),
    speed: ({ factor }) => (state = { ...state, time: { ...state.time, speed: Number(factor) } }),
  };
  const picture = (): ChannelPicture => ({
    primaryBuffer: kinds.slice(0, 6), primaryEntries: 6, primaryBytes: 96, backupBuffer: ['clock', 'console', 'clock'], backupEntries: 3, backupBytes: 48, capacityBytes: 65_536,
    flights, held: [{ sequence: 88_214, kind: 'packet-sent', bytes: 64, heldMs: 12 }, { sequence: 88_215, kind: 'disk-requested', bytes: 4096, heldMs: 8 }], heldCount: 2, acknowledgedSequence: 88_211, lastHeartbeatAgoMs: 41,
  });
  for (const id of ['A', 'B'] as const) consoles[id].print('[    0.412] virtio_net: eth0 up 10.0.0.10\r\nkvd: listening on 7000 (log /data/kv.log)\r\nguest ready up=0.51\r\n~ # cat /proc/uptime\r\n12.90 11.02\r\n~ # ');
  consoles.client.print('~ # ');
  say('lab', 'started', 'Both machines run in lockstep.');
  advance(options.historyMs ?? 2000);
  const timer = setInterval(() => (state.time.paused ? undefined : advance(50 * state.time.speed)), 50);
  if (typeof process === 'object') timer.unref?.();
  return {
    version: 1,
    ready: Promise.resolve(state),
    state: () => state,
    commands: (): CommandInfo[] => commandIds.map((id) => ({ id, label: id, help: `Does ${id}.` })),
    run: async (id, parameters = {}) => {
      const command = commands[id];
      if (!command) throw new Error(`“${id}” does nothing in the fixture.`);
      command(parameters as Record<string, unknown>);
      for (const listener of listeners) listener();
    },
    until: () => Promise.resolve(state),
    events: (since = -1) => events.filter((event) => event.number > since),
    progress: options.progress ?? { kind: 'running' },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    console: (id) => consoles[id],
    writeConsole: (target, bytes) => {
      const text = new TextDecoder().decode(bytes).replaceAll('\r', '\r\n~ # ');
      for (const id of target === 'client' ? (['client'] as const) : (['A', 'B'] as const)) consoles[id].print(text);
    },
    log,
    packets,
    timeline,
    series,
    channelPicture: picture,
    divergence: () => null,
    lessons: [],
    lesson: null,
    rules: () => [
      { id: 'output-rule', title: 'Output Rule', sentence: 'Hold every output until its log entry is acknowledged.', section: '2.2', on: true },
      { id: 'test-and-set', title: 'Test-and-set', sentence: 'Ask the shared storage before going live.', section: '2.3', on: true },
    ],
  };
}
