/**
 * Replicas for unit tests, without a world around them: events go in, effects are collected, messages can be passed on by
 * hand. The machine is whatever the test says that a frame did.
 */
import { standardConfiguration } from '../configuration.ts';
import type { Configuration } from '../configuration.ts';
import type { Effect } from '../effect.ts';
import type { FrameResult, Happening } from '../event.ts';
import type { HostId } from '../host-id.ts';
import type { Input, Output } from '../input.ts';
import { createReplica, step } from '../replica.ts';
import type { Replica } from '../replica.ts';
import type { Rules } from '../rules.ts';
import { standardRules } from '../rules.ts';

export type EffectOf<Kind extends Effect['kind']> = Effect & { kind: Kind };

export interface Node {
  readonly replica: Replica;
  /** All effects since the last `forget`, traces included. */
  readonly effects: Effect[];
  readonly do: (happening: Happening, atMs?: number) => Effect[];
  readonly of: <Kind extends Effect['kind']>(kind: Kind) => EffectOf<Kind>[];
  readonly forget: () => void;
}

export interface NodeOptions {
  readonly self?: HostId;
  readonly configuration?: Partial<Configuration>;
  readonly rules?: Partial<Rules>;
}

export const createNode = ({ self = 'A', configuration = {}, rules = {} }: NodeOptions = {}): Node => {
  const replica = createReplica({
    self,
    configuration: { ...standardConfiguration, ...configuration },
    rules: { ...standardRules, ...rules },
  });
  const effects: Effect[] = [];
  return {
    replica,
    effects,
    do: (happening, atMs = replica.nowMs) => {
      const made = step(replica, { ...happening, atMs });
      effects.push(...made);
      return made;
    },
    of: <Kind extends Effect['kind']>(kind: Kind) =>
      effects.filter((effect): effect is EffectOf<Kind> => effect.kind === kind),
    forget: () => effects.splice(0),
  };
};

/** A frame of one slice that did nothing. `frame` counts frames since boot. */
export const quietFrame = (frame: number, more: Partial<FrameResult> = {}): FrameResult => ({
  slices: [{ instructions: 1000, clockMs: frame }],
  randoms: [],
  outputs: [],
  instructions: frame * 1000,
  registersDigest: frame,
  consoleDigest: 0,
  idleMs: 0,
  quiescent: true,
  ...more,
});

export const packet = (...bytes: number[]): { kind: 'packet-sent'; frame: Uint8Array } => ({
  kind: 'packet-sent',
  frame: Uint8Array.from(bytes),
});

/** Primary A and backup B of generation 1, both machines standing. */
export const createPair = (options: Omit<NodeOptions, 'self'> = {}): { primary: Node; backup: Node } => {
  const primary = createNode({ ...options, self: 'A' });
  const backup = createNode({ ...options, self: 'B' });
  primary.do({ kind: 'started', as: 'primary', self: 'A', peer: 'B', generation: 1 }, 0);
  backup.do({ kind: 'started', as: 'backup', self: 'B', peer: 'A', generation: 1 }, 0);
  primary.do({ kind: 'machine-started' });
  backup.do({ kind: 'machine-started' });
  primary.forget();
  backup.forget();
  return { primary, backup };
};

/** Hands over what `from` sent to `to` and forgets it, in order. */
export const passMessages = (from: Node, to: Node, atMs?: number): void => {
  const sent = from.of('send-message').filter((effect) => effect.to === to.replica.self);
  for (const effect of sent) from.effects.splice(from.effects.indexOf(effect), 1);
  for (const effect of sent) to.do({ kind: 'message-received', from: from.replica.self, bytes: effect.bytes }, atMs);
};

/** The primary records one frame. */
export const record = (node: Node, result: FrameResult, atMs?: number): void => {
  node.do({ kind: 'frame-wanted' }, atMs);
  node.do({ kind: 'frame-ran', result }, atMs);
};

/** The backup replays one frame. */
export const replay = (node: Node, result: FrameResult, atMs?: number): void => record(node, result, atMs);

/** Looks at the clock every 50 ms until `untilMs`, as a host does. */
export const letTimePass = (node: Node, untilMs: number): void => {
  for (let atMs = node.replica.nowMs + 50; atMs <= untilMs; atMs += 50) node.do({ kind: 'time-passed' }, atMs);
};

/** Lets so much time pass in silence that the peer is declared lost. */
export const loseContact = (node: Node): void =>
  letTimePass(node, node.replica.nowMs + node.replica.configuration.firstContactTimeoutMs + 100);

/** Storage answers the newest test-and-set. */
export const answerClaim = (
  node: Node,
  outcome: 'won' | 'lost',
  owner: HostId = outcome === 'won' ? node.replica.self : 'C',
): void => {
  const asked = node
    .of('ask-storage')
    .map((effect) => effect.request)
    .filter((request) => request.kind === 'test-and-set');
  const last = asked.at(-1);
  if (last === undefined) throw new Error('nobody asked for a test-and-set');
  node.do({
    kind: 'storage-replied',
    reply: { kind: 'test-and-set-done', id: last.id, generation: last.generation, outcome, owner },
  });
};

/** Disk requests that went out. */
export const diskRequests = (node: Node): string[] =>
  node
    .of('ask-storage')
    .filter((effect) => effect.request.kind !== 'test-and-set')
    .map((effect) => `${effect.request.kind} ${'operation' in effect.request ? effect.request.operation : ''}`);

/** Storage carried out an operation that was asked for. */
export const answerDisk = (node: Node, operation: number, data: Uint8Array | null = null): void => {
  const asked = node
    .of('ask-storage')
    .map((effect) => effect.request)
    .filter((request) => request.kind !== 'test-and-set' && request.operation === operation);
  const last = asked.at(-1);
  if (last === undefined) throw new Error(`operation ${operation} was not asked for`);
  const { id } = last;
  node.do({
    kind: 'storage-replied',
    reply: data === null ? { kind: 'write-done', id, operation } : { kind: 'read-done', id, operation, data },
  });
};

export const read = (operation: number, start = 0, length = 4): Output => ({
  kind: 'disk-requested',
  request: { kind: 'read', operation, start, length },
});

export const write = (operation: number, start = 0, data = Uint8Array.of(1, 2, 3, 4)): Output => ({
  kind: 'disk-requested',
  request: { kind: 'write', operation, start, data },
});

export const packetIn = (...bytes: number[]): Input => ({ kind: 'packet-received', frame: Uint8Array.from(bytes) });

/** A primary that lost its backup and won: live alone on host A, generation 1. */
export const createAlone = (options: Omit<NodeOptions, 'self'> = {}): Node => {
  const { primary } = createPair(options);
  loseContact(primary);
  answerClaim(primary, 'won');
  primary.forget();
  return primary;
};

/** What a replica traced, by kind. */
export const traced = (node: Node): string[] => node.of('trace').map((effect) => effect.event.kind);
