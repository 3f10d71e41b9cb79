/**
 * A deterministic machine with a server in it, small enough to run thousands of times a second. Everything that reaches
 * it is mixed into one hash, and the hash decides how long slices are, when random numbers are drawn and by how much a
 * counter grows: so a wrong replay changes its outputs. Stands for v86 and Linux; knows nothing of the protocol.
 */
import type { FrameResult, Slice } from '../event.ts';
import type { Input, Output } from '../input.ts';
import type { Replay } from '../effect.ts';
import { packBlock, packReply, unpackBlock, unpackRequest } from './wire.ts';
import type { Request } from './wire.ts';

export const keyCount = 3;
export const blockBytes = 8;
const diskQueueDepth = 2;
const timerMs = 40;

/** The host's own sources of what cannot be computed. */
export interface Surroundings {
  readonly clockMs: () => number;
  readonly random: () => number;
}

interface Session {
  id: number;
  value: number | null;
}

interface Waiting {
  readonly operation: number;
  readonly request: Request;
  readonly value: number;
}

export interface ToyMachine {
  hash: number;
  instructions: number;
  timerMs: number;
  values: number[];
  sessions: Session[];
  requests: Request[];
  waiting: Waiting[];
  /** Completed, and not noticed by the guest yet: it looks when it runs. `value` is what was read. */
  completed: { operation: number; value: number | null }[];
  nextOperation: number;
}

export const bootToyMachine = (clients: number): ToyMachine => ({
  hash: 0x1234567,
  instructions: 0,
  timerMs: 0,
  values: Array.from({ length: keyCount }, () => 0),
  sessions: Array.from({ length: clients }, () => ({ id: 0, value: null })),
  requests: [],
  waiting: [],
  completed: [],
  nextOperation: 1,
});

export const cloneToyMachine = (machine: ToyMachine): ToyMachine => ({
  ...machine,
  values: [...machine.values],
  sessions: machine.sessions.map((session) => ({ ...session })),
  requests: [...machine.requests],
  waiting: [...machine.waiting],
  completed: [...machine.completed],
});

const mix = (machine: ToyMachine, value: number): void => {
  const mixed = Math.imul(machine.hash ^ value, 0x9e3779b1);
  machine.hash = (mixed ^ (mixed >>> 15)) >>> 0;
};

const mixBytes = (machine: ToyMachine, bytes: Uint8Array): void => {
  for (const byte of bytes) mix(machine, byte + 256);
};

/** Of all that the machine holds, for comparison and as a snapshot's digest. */
export const digestToyMachine = (machine: ToyMachine): string => {
  let sum = machine.hash;
  for (const value of machine.values) sum = Math.imul(sum ^ value, 0x85ebca6b) >>> 0;
  for (const session of machine.sessions)
    sum = Math.imul(sum ^ session.id ^ ((session.value ?? -1) << 8), 0xc2b2ae35) >>> 0;
  return `${sum.toString(16)}:${machine.instructions}:${machine.requests.length}:${machine.waiting.length}`;
};

const accept = (machine: ToyMachine, request: Request, outputs: Output[]): void => {
  const session = machine.sessions[request.client];
  if (session === undefined || request.id < session.id) return;
  if (request.id === session.id) {
    // The client asks again: its answer was lost, or is being made.
    if (session.value !== null)
      outputs.push({
        kind: 'packet-sent',
        frame: packReply({ client: request.client, id: request.id, value: session.value }),
      });
    return;
  }
  session.id = request.id;
  session.value = null;
  machine.requests.push(request);
};

const complete = (machine: ToyMachine, operation: number, read: number | null, outputs: Output[]): void => {
  mix(machine, operation);
  if (read !== null) mix(machine, read);
  const index = machine.waiting.findIndex((each) => each.operation === operation);
  const [done] = index < 0 ? [] : machine.waiting.splice(index, 1);
  if (done === undefined) return;
  const value = read ?? done.value;
  const session = machine.sessions[done.request.client];
  if (session !== undefined && session.id === done.request.id) session.value = value;
  outputs.push({ kind: 'packet-sent', frame: packReply({ client: done.request.client, id: done.request.id, value }) });
};

/** What the machine does when an input arrives. Outputs made here leave with the next frame. */
export const deliver = (machine: ToyMachine, input: Input, outputs: Output[]): void => {
  switch (input.kind) {
    case 'packet-received':
      mixBytes(machine, input.frame);
      accept(machine, unpackRequest(input.frame), outputs);
      return;
    case 'console-input':
      mixBytes(machine, input.bytes);
      return;
    case 'disk-completed':
      machine.completed.push({
        operation: input.operation,
        value: input.data === null ? null : unpackBlock(input.data),
      });
      return;
    case 'controlled':
      mix(machine, input.control.kind.length);
  }
};

const serve = (machine: ToyMachine, outputs: Output[]): void => {
  while (machine.waiting.length < diskQueueDepth) {
    const request = machine.requests.shift();
    if (request === undefined) return;
    const operation = machine.nextOperation;
    machine.nextOperation += 1;
    const start = request.key * blockBytes;
    if (request.kind === 'read') {
      machine.waiting.push({ operation, request, value: 0 });
      outputs.push({ kind: 'disk-requested', request: { kind: 'read', operation, start, length: blockBytes } });
      continue;
    }
    // By how much depends on everything that happened so far: the harm of a wrong replay is visible to the client.
    const value = (machine.values[request.key] ?? 0) + 1 + (machine.hash % 3);
    machine.values[request.key] = value;
    machine.waiting.push({ operation, request, value });
    outputs.push({ kind: 'disk-requested', request: { kind: 'write', operation, start, data: packBlock(value) } });
  }
};

/** Runs one frame: recording with what the surroundings give, or replaying what the log says. `outputs` may hold earlier ones. */
export const runToyFrame = (
  machine: ToyMachine,
  inputs: readonly Input[],
  replay: Replay | null,
  surroundings: Surroundings,
  outputs: Output[] = [],
): FrameResult => {
  const slices: Slice[] = [];
  const randoms: number[] = [];
  for (const input of inputs) deliver(machine, input, outputs);
  if (machine.completed.length > 0)
    for (const { operation, value } of machine.completed.splice(0)) complete(machine, operation, value, outputs);
  const count = 1 + (machine.hash & 1);
  for (let index = 0; index < count; index += 1) {
    const instructions = 1000 + (machine.hash % 97);
    machine.instructions += instructions;
    const clockMs = replay?.slices[index]?.clockMs ?? surroundings.clockMs();
    slices.push({ instructions, clockMs });
    mix(machine, Math.round(clockMs * 1000));
    if (clockMs - machine.timerMs >= timerMs) {
      machine.timerMs = clockMs;
      mix(machine, 7);
    }
    if (machine.hash % 4 === 0) {
      const value = replay?.randoms?.[randoms.length] ?? surroundings.random();
      randoms.push(value);
      mix(machine, value);
    }
  }
  serve(machine, outputs);
  return {
    slices,
    randoms,
    outputs,
    instructions: machine.instructions,
    registersDigest: machine.hash,
    consoleDigest: machine.values[0] ?? 0,
    idleMs: 0,
    quiescent: true,
  };
};
