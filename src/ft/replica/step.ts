/**
 * One event in, its effects out. Everything that merely follows, whatever the event was, is in `settle`.
 */
import type { Effect } from '../effect.ts';
import type { Event, FrameResult } from '../event.ts';
import type { Rules } from '../rules.ts';
import { ruleIds } from '../rules.ts';
import { readBatches } from './channel.ts';
import { obey } from './commands.ts';
import { trace } from './emit.ts';
import { wantFrame } from './frames.ts';
import { receiveTestAndSet, settleDraining } from './go-live.ts';
import { takeInput } from './inputs.ts';
import { issueOperations, receiveReply } from './operations.ts';
import { releaseOutputs } from './outputs.ts';
import { settlePowerOff } from './power-off.ts';
import { receiveMessage } from './receive.ts';
import { recordFrame } from './record.ts';
import { replayFrame } from './replay.ts';
import { machineStarted, start } from './start.ts';
import type { Replica, RunningFrame } from './state.ts';
import { passTime } from './time.ts';
import { settleSource, snapshotTaken } from './vmotion-source.ts';
import { snapshotArrived } from './vmotion-target.ts';

const changeRules = (replica: Replica, rules: Rules): void => {
  for (const rule of ruleIds) {
    if (rules[rule] !== replica.rules[rule]) trace(replica, { kind: 'rule-changed', rule, on: rules[rule] });
  }
  replica.rules = rules;
};

const isReplay = (frame: RunningFrame): frame is RunningFrame & { batch: NonNullable<RunningFrame['batch']> } =>
  frame.batch !== null;

const frameRan = (replica: Replica, result: FrameResult): void => {
  const frame = replica.running;
  if (frame === null) return;
  replica.running = null;
  replica.instructions = result.instructions;
  replica.quiescent = result.quiescent;
  if (isReplay(frame)) replayFrame(replica, frame, result);
  else recordFrame(replica, frame, result);
};

const handle = (replica: Replica, event: Event): void => {
  switch (event.kind) {
    case 'started':
      start(replica, event);
      return;
    case 'rules-changed':
      changeRules(replica, event.rules);
      return;
    case 'time-passed':
      passTime(replica);
      return;
    case 'input-arrived':
      takeInput(replica, event.input);
      return;
    case 'message-received':
      receiveMessage(replica, event.from, event.bytes);
      return;
    case 'frame-wanted':
      wantFrame(replica);
      return;
    case 'frame-ran':
      frameRan(replica, event.result);
      return;
    case 'storage-replied':
      if (event.reply.kind === 'test-and-set-done') receiveTestAndSet(replica, event.reply);
      else receiveReply(replica, event.reply);
      return;
    case 'snapshot-taken':
      snapshotTaken(replica, event.bytes, event.digest);
      return;
    case 'snapshot-arrived':
      snapshotArrived(replica, event.from, event.generation, event.digest);
      return;
    case 'machine-started':
      machineStarted(replica);
      return;
    case 'commanded':
      obey(replica, event.command);
  }
};

/** What follows from the state alone. Order matters: what was read may release, what was released may be issued. */
const settle = (replica: Replica): void => {
  if (replica.unread.size > 0) readBatches(replica);
  if (replica.held.size > 0 || replica.role === 'primary') releaseOutputs(replica);
  if (replica.operations.size > 0) issueOperations(replica);
  if (replica.poweredOff) settlePowerOff(replica);
  settleSource(replica);
  settleDraining(replica);
};

/** Advances the replica by one event; the host carries out the effects in order. A halted replica does nothing. */
export const step = (replica: Replica, event: Event): Effect[] => {
  const effects: Effect[] = [];
  if (replica.role === 'halted') return effects;
  replica.effects = effects;
  replica.nowMs = Math.max(replica.nowMs, event.atMs);
  handle(replica, event);
  // As a function, because the compiler believes that the role is still what it was above.
  if (!isHalted(replica)) settle(replica);
  return effects;
};

const isHalted = (replica: Replica): boolean => replica.role === 'halted';
