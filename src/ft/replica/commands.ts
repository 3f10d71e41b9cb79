/**
 * What a person or the clustering service orders. Orders to the VM become control entries. Paper section 3.3.
 */
import type { Command } from '../event.ts';
import type { Control } from '../input.ts';
import { isLive } from '../role.ts';
import { updateCpuShare } from './cpu-share.ts';
import { send, trace } from './emit.ts';
import type { Replica } from './state.ts';
import { startSource } from './vmotion-source.ts';

const refuse = (replica: Replica, command: Command, reason: string): void =>
  trace(replica, { kind: 'command-refused', command: command.kind, reason });

const controlOf = (command: Command): Control | null => {
  switch (command.kind) {
    case 'power-off':
      return { kind: 'power-off' };
    case 'set-cpu':
      return { kind: 'cpu-share-set', percent: Math.max(1, Math.min(100, Math.round(command.percent))) };
    case 'switch-on-jit':
      return { kind: 'jit-switched-on' };
    default:
      return null;
  }
};

/** A backup cannot quiesce the VM's disk itself: it asks its primary over the logging channel (CO4). */
const startVmotion = (replica: Replica, command: Command & { kind: 'vmotion' }): void => {
  if (replica.role === 'backup' && replica.peer !== null) {
    send(replica, replica.peer, {
      kind: 'vmotion-requested',
      generation: replica.generation,
      to: command.to,
      purpose: command.purpose,
    });
    return;
  }
  const reason = startSource(replica, command.to, command.purpose);
  if (reason !== null) refuse(replica, command, reason);
};

export const obey = (replica: Replica, command: Command): void => {
  if (command.kind === 'vmotion') {
    startVmotion(replica, command);
    return;
  }
  if (command.kind === 'set-host-cpu') {
    replica.hostCpuPercent = Math.max(1, Math.min(100, command.percent));
    updateCpuShare(replica);
    return;
  }
  const control = controlOf(command);
  const isStarting = replica.role === 'starting' && replica.startingAs === 'primary';
  if (control === null || !(isLive(replica.role) || isStarting)) {
    refuse(replica, command, `host ${replica.self} is ${replica.role}; only the live host takes orders for its VM`);
    return;
  }
  if (replica.source !== null) {
    refuse(replica, command, 'an FT VMotion is under way; try again when it is over');
    return;
  }
  replica.inputs.push({ kind: 'controlled', control });
};
