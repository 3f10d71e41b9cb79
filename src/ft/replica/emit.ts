/**
 * How a replica asks for effects and changes its role: the only place that pushes effects, and the one that holds every
 * transition against the table of legal ones.
 */
import type { Effect, HaltReason } from '../effect.ts';
import type { HostId } from '../host-id.ts';
import type { Message } from '../message/message.ts';
import { legalTransitions } from '../role.ts';
import type { Role } from '../role.ts';
import type { TraceEvent } from '../trace.ts';
import type { Replica } from './state.ts';

export const emit = (replica: Replica, effect: Effect): void => {
  replica.effects.push(effect);
};

export const trace = (replica: Replica, event: TraceEvent): void => {
  replica.effects.push({ kind: 'trace', event });
};

/** Sends a message; returns its size in bytes. */
export const send = (replica: Replica, to: HostId, message: Message): number => {
  const bytes = replica.codec.encode(message);
  const length = bytes.length;
  replica.counters.bytesSent += length;
  emit(replica, { kind: 'send-message', to, bytes });
  return length;
};

/** Throws when the transition is not in the table: that is an error of the program, never of the peer. */
export const changeRole = (replica: Replica, to: Role, reason: string): void => {
  const from = replica.role;
  if (!legalTransitions[from].includes(to))
    throw new Error(`a replica that is ${from} cannot become ${to} (${reason})`);
  replica.role = to;
  trace(replica, { kind: 'role-changed', from, to, generation: replica.generation, reason });
};

/** Fail-stop: nothing is sent and no frame runs any more. */
export const halt = (replica: Replica, reason: HaltReason, detail: string): void => {
  if (replica.role === 'halted') return;
  changeRole(replica, 'halted', reason);
  replica.halted = { reason, detail };
  replica.claim = null;
  replica.source = null;
  replica.target = null;
  emit(replica, { kind: 'halt', reason, detail });
};
