/**
 * Whether the VM may run a frame now, and with what. Paper sections 2.2, 3.2. Must not know what running means.
 */
import type { Input } from '../input.ts';
import type { LogEntry } from '../log-entry.ts';
import type { Batch } from '../message/message.ts';
import type { StallReason } from '../trace.ts';
import { emit, trace } from './emit.ts';
import { drawInputs } from './inputs.ts';
import { completeOperation, noteLoggedCompletion, ownCompletion } from './operations.ts';
import type { Replica } from './state.ts';

const stallOfLive = (replica: Replica): StallReason | null => {
  if (replica.poweredOff) return 'powered-off';
  if (replica.source !== null && replica.source.stage !== 'quiescing') return 'paused-for-vmotion';
  if (replica.role !== 'primary') return null;
  // Full: the primary stops, and its clients feel it; that is the flow control of 3.2 (LC3).
  if (replica.rules.backPressure && replica.sentBytes >= replica.configuration.primaryBufferBytes)
    return 'log-buffer-full';
  return replica.held.size >= replica.configuration.outputQueueCapacity ? 'output-queue-full' : null;
};

export const inputsOf = (batch: Batch): Input[] => batch.entries.filter(isInput);

const isInput = (entry: LogEntry): entry is Input & LogEntry =>
  entry.kind === 'console-input' ||
  entry.kind === 'packet-received' ||
  entry.kind === 'disk-completed' ||
  entry.kind === 'controlled';

const stallOfBackup = (replica: Replica): StallReason | null => {
  const next = replica.buffer.peek();
  if (next === undefined) return 'log-buffer-empty';
  let waits = false;
  for (const entry of next.batch.entries) {
    if (entry.kind !== 'disk-completed') continue;
    noteLoggedCompletion(replica, entry.operation);
    if (ownCompletion(replica, entry) === 'not-yet') waits = true;
  }
  return waits ? 'waiting-for-own-disk' : null;
};

const stallOf = (replica: Replica): StallReason | null => {
  if (replica.machine !== 'ready') return 'no-machine';
  switch (replica.role) {
    case 'primary':
    case 'live-alone':
      return stallOfLive(replica);
    case 'backup':
    case 'draining':
      return replica.poweredOff ? 'powered-off' : stallOfBackup(replica);
    case 'waiting':
      return 'waiting-for-storage';
    case 'starting':
      return 'paused-for-vmotion';
    default:
      return 'no-machine';
  }
};

/** An empty buffer is a backup's normal state between two frames: too frequent to tell. */
const isWorthTelling = (reason: StallReason | null): reason is StallReason =>
  reason !== null && reason !== 'log-buffer-empty';

const setStall = (replica: Replica, stall: StallReason | null): void => {
  const before = replica.stall;
  if (before === stall) return;
  replica.stall = stall;
  if (isWorthTelling(before)) trace(replica, { kind: 'resumed', reason: before });
  if (isWorthTelling(stall)) trace(replica, { kind: 'stalled', reason: stall });
};

/** Bounce buffers off: what the guest has had for some frames now goes on the log, too late (DK5). */
const drawDeliveredEarly = (replica: Replica): Input[] => {
  if (replica.deliveredEarly.length === 0) return [];
  for (const early of replica.deliveredEarly) early.frames -= 1;
  const due = replica.deliveredEarly.filter((early) => early.frames <= 0).map((early) => early.input);
  if (due.length > 0) replica.deliveredEarly = replica.deliveredEarly.filter((early) => early.frames > 0);
  return due;
};

const noteDelivery = (replica: Replica, inputs: readonly Input[], sequence: number): void => {
  for (const input of inputs) {
    if (input.kind === 'disk-completed') completeOperation(replica, input.operation, sequence);
  }
};

const runRecordedFrame = (replica: Replica): void => {
  const early = drawDeliveredEarly(replica);
  const inputs = drawInputs(replica);
  const logged = early.length > 0 ? [...early, ...inputs] : inputs;
  noteDelivery(replica, logged, replica.sequence + 1);
  replica.running = { logged, batch: null };
  const isDue =
    replica.role === 'primary' && replica.nowMs - replica.lastMemoryHashMs >= replica.configuration.memoryHashPeriodMs;
  if (isDue) replica.lastMemoryHashMs = replica.nowMs;
  emit(replica, { kind: 'run-frame', inputs, replay: null, hashMemory: isDue ? 'now' : 'no' });
};

const runReplayedFrame = (replica: Replica): void => {
  const next = replica.buffer.shift();
  if (next === undefined) return;
  replica.bufferBytes -= next.bytes;
  const { batch } = next;
  const logged: Input[] = [];
  const slices = [];
  const randoms = [];
  let hashMemory: 'now' | 'no' = 'no';
  for (const entry of batch.entries) {
    if (entry.kind === 'slice-ended') slices.push(entry);
    else if (entry.kind === 'random-drawn') randoms.push(entry.value);
    else if (entry.kind === 'memory-hashed') hashMemory = 'now';
    else if (entry.kind === 'disk-completed') logged.push(ownCompletion(replica, entry) as Input);
    else if (entry.kind !== 'output-made') logged.push(entry);
  }
  noteDelivery(replica, logged, batch.sequence);
  // Exact delivery off: the inputs of this frame land one frame late, as if nobody had noted where they belong.
  const inputs = replica.rules.exactDelivery
    ? replica.late.length > 0
      ? [...replica.late, ...logged]
      : logged
    : replica.late;
  replica.late = replica.rules.exactDelivery ? [] : logged;
  replica.running = { logged, batch };
  emit(replica, {
    kind: 'run-frame',
    inputs,
    replay: { slices, randoms: batch.randoms === 'logged' ? randoms : null },
    hashMemory,
  });
};

/** The host could run a frame. */
export const wantFrame = (replica: Replica): void => {
  if (replica.running !== null) return;
  const stall = stallOf(replica);
  setStall(replica, stall);
  if (stall !== null) return;
  if (replica.role === 'backup' || replica.role === 'draining') runReplayedFrame(replica);
  else runRecordedFrame(replica);
};
