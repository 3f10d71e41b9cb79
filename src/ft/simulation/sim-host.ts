/**
 * A host of the simulation: feeds a replica and carries out its effects, as a real host's worker does. Knows the toy
 * machine; knows the world only as what it can send to.
 */
import type { Configuration } from '../configuration.ts';
import type { Effect } from '../effect.ts';
import type { Event, FrameResult, Happening } from '../event.ts';
import type { HostId } from '../host-id.ts';
import type { Input, Output } from '../input.ts';
import type { Codec } from '../message/codec.ts';
import { createReplica, nextWakeMs, step } from '../replica.ts';
import type { Replica } from '../replica.ts';
import type { Rules } from '../rules.ts';
import type { StoragePlace, StorageReply, StorageRequest } from '../storage.ts';
import type { TraceEvent } from '../trace.ts';
import type { Agenda } from './agenda.ts';
import type { Random } from './random.ts';
import { bootToyMachine, cloneToyMachine, deliver, digestToyMachine, runToyFrame } from './toy-machine.ts';
import type { Surroundings, ToyMachine } from './toy-machine.ts';

export const frameMs = 15;
const clients = 2;

/** What a host can do to the rest of the world. */
export interface Surface {
  readonly sendMessage: (to: HostId, bytes: Uint8Array) => void;
  readonly sendPacket: (frame: Uint8Array) => void;
  readonly askStorage: (place: StoragePlace, request: StorageRequest, reply: (reply: StorageReply) => void) => void;
  readonly sendSnapshot: (to: HostId, generation: number, machine: ToyMachine, disk: 'included' | 'shared') => void;
  /** Non-shared mode: this host's own disk becomes a copy of another. */
  readonly replaceDisk: (disk: Uint8Array) => void;
  readonly announceLocation: () => void;
  readonly traced: (event: TraceEvent) => void;
  /** A frame ran; `sequence` is the batch's. */
  readonly frameRan: (sequence: number, result: FrameResult) => void;
}

export interface SimHostOptions {
  readonly id: HostId;
  readonly agenda: Agenda;
  readonly random: Random;
  readonly configuration: Configuration;
  readonly rules: Rules;
  readonly codec: Codec;
  readonly surface: Surface;
}

export class SimHost {
  readonly id: HostId;
  readonly replica: Replica;
  machine: ToyMachine | null = null;
  /** Crashed: nothing happens in here any more. Frozen: nothing until it thaws. */
  state: 'running' | 'frozen' | 'crashed' = 'running';
  cpuPercent = 100;
  #snapshot: ToyMachine | null = null;
  #arrivedDisk: Uint8Array | null = null;
  #earlyOutputs: Output[] = [];
  #missed: Event[] = [];
  #wakeAtMs = Infinity;
  #planned: 'frame' | 'nothing' = 'nothing';
  readonly #options: SimHostOptions;
  readonly #surroundings: Surroundings;

  constructor(options: SimHostOptions) {
    this.#options = options;
    this.id = options.id;
    const { agenda, random } = options;
    this.#surroundings = {
      clockMs: () => agenda.nowMs + random.whole(0, 999) / 1000,
      random: () => random.whole(-100000, 100000),
    };
    this.replica = createReplica({
      self: options.id,
      configuration: options.configuration,
      rules: options.rules,
      tracing: 'sparse',
      codec: options.codec,
    });
  }

  start(as: 'primary' | 'backup' | 'spare', peer: HostId | null, generation: number): void {
    this.happen({ kind: 'started', as, self: this.id, peer, generation });
  }

  crash(): void {
    this.state = 'crashed';
    this.machine = null;
  }

  freeze(forMs: number): void {
    if (this.state !== 'running') return;
    this.state = 'frozen';
    this.#options.agenda.after(forMs, () => {
      if (this.state !== 'frozen') return;
      this.state = 'running';
      // What waits in the ports is handled before the timers, or after them: both happen.
      const missed = this.#missed.splice(0);
      for (const happening of missed) this.happen(happening);
      this.happen({ kind: 'time-passed' });
    });
  }

  /** Something happens here now. */
  happen(happening: Happening): void {
    this.feed({ ...happening, atMs: this.#options.agenda.nowMs });
  }

  /** The same for what happens often: the caller puts the time in, which is quicker than a copy. */
  feed(event: Event): void {
    if (this.state === 'crashed') return;
    if (this.state === 'frozen') {
      if (event.kind !== 'time-passed' && event.kind !== 'frame-wanted') this.#missed.push(event);
      return;
    }
    const effects = step(this.replica, event);
    for (let index = 0; index < effects.length; index += 1) this.#carryOut(effects[index] as Effect);
    this.#planWake();
  }

  #planWake(): void {
    const atMs = nextWakeMs(this.replica);
    if (atMs >= this.#wakeAtMs && this.#wakeAtMs > this.#options.agenda.nowMs) return;
    if (atMs === Infinity) return;
    this.#wakeAtMs = Math.max(atMs, this.#options.agenda.nowMs + 1);
    const planned = this.#wakeAtMs;
    this.#options.agenda.at(planned, () => {
      if (this.#wakeAtMs > this.#options.agenda.nowMs) return;
      this.#wakeAtMs = Infinity;
      this.feed({ kind: 'time-passed', atMs: this.#options.agenda.nowMs });
      if (this.state === 'frozen') this.#wakeAtMs = Infinity;
    });
  }

  /** Again and again while there is a machine. */
  #planFrame(): void {
    if (this.#planned === 'frame') return;
    this.#planned = 'frame';
    const isBehind = this.replica.buffer.size > 1;
    const share = Math.min(this.replica.cpuShare, 100) / 100;
    const delayMs = ((isBehind ? 0.7 : 1) * frameMs) / share;
    this.#options.agenda.after(delayMs, () => {
      this.#planned = 'nothing';
      if (this.state === 'crashed' || this.machine === null) return;
      this.feed({ kind: 'frame-wanted', atMs: this.#options.agenda.nowMs });
      this.#planFrame();
    });
  }

  #runFrame(inputs: readonly Input[], effect: Effect & { kind: 'run-frame' }): void {
    if (this.machine === null) return;
    const outputs = this.#earlyOutputs;
    this.#earlyOutputs = [];
    const result = runToyFrame(this.machine, inputs, effect.replay, this.#surroundings, outputs);
    const whole = effect.hashMemory === 'now' ? { ...result, memoryDigest: digestToyMachine(this.machine) } : result;
    const { replica } = this;
    this.#options.surface.frameRan(replica.running?.batch?.sequence ?? replica.sequence + 1, result);
    this.feed({ kind: 'frame-ran', result: whole, atMs: this.#options.agenda.nowMs });
  }

  #startMachine(from: 'boot' | 'snapshot'): void {
    const machine = from === 'boot' ? bootToyMachine(clients) : this.#snapshot && cloneToyMachine(this.#snapshot);
    this.machine = null;
    this.#options.agenda.after(this.#options.random.whole(5, 25), () => {
      this.machine = machine;
      this.happen({ kind: 'machine-started' });
      this.#planFrame();
    });
  }

  snapshotArrived(from: HostId, generation: number, machine: ToyMachine, disk: Uint8Array | null): void {
    if (this.state === 'crashed') return;
    // As a real host: only a spare, or the target that it became, has use for it; elsewhere it would replace one that is held.
    if (this.replica.role !== 'spare' && this.replica.target === null) return;
    this.#snapshot = machine;
    this.#arrivedDisk = disk;
    this.happen({ kind: 'snapshot-arrived', from, generation, bytes: 1000, digest: digestToyMachine(machine) });
  }

  #takeSnapshot(): void {
    if (this.machine === null) return;
    this.#snapshot = cloneToyMachine(this.machine);
    const digest = digestToyMachine(this.#snapshot);
    this.#options.agenda.after(3, () => this.happen({ kind: 'snapshot-taken', bytes: 1000, digest }));
  }

  #carryOut(effect: Effect): void {
    const { surface } = this.#options;
    switch (effect.kind) {
      case 'run-frame':
        this.#runFrame(effect.inputs, effect);
        return;
      case 'send-message':
        surface.sendMessage(effect.to, effect.bytes);
        return;
      case 'send-packet':
        surface.sendPacket(effect.frame);
        return;
      case 'ask-storage':
        surface.askStorage(effect.place, effect.request, (reply) =>
          this.feed({ kind: 'storage-replied', reply, atMs: this.#options.agenda.nowMs }),
        );
        return;
      case 'deliver-now':
        if (this.machine !== null) deliver(this.machine, effect.input, this.#earlyOutputs);
        return;
      case 'start-machine':
        if (effect.disk.kind === 'from-snapshot' && this.#arrivedDisk !== null) surface.replaceDisk(this.#arrivedDisk);
        this.#startMachine(effect.from);
        return;
      case 'take-snapshot':
        this.#takeSnapshot();
        return;
      case 'send-snapshot':
        if (this.#snapshot !== null)
          surface.sendSnapshot(effect.to, effect.generation, cloneToyMachine(this.#snapshot), effect.disk);
        return;
      case 'discard-snapshot':
        this.#snapshot = null;
        return;
      case 'discard-machine':
        this.machine = null;
        this.#snapshot = null;
        return;
      case 'announce-location':
        surface.announceLocation();
        return;
      case 'halt':
        this.machine = null;
        return;
      case 'trace':
        surface.traced(effect.event);
        return;
      case 'set-cpu-share':
      // The pacing of frames reads it from the replica.
    }
  }
}
