/**
 * One physical server: tells its replica what happens and carries out what the replica decides. Paper section 2 and figure 1.
 * Holds no rule of the protocol: those are in src/ft. Must not know whether it runs in a browser or under Node.
 */
import type { Effect } from '../../ft/effect.ts';
import type { Happening } from '../../ft/event.ts';
import type { HostId } from '../../ft/host-id.ts';
import { createReplica, report, step, type Replica } from '../../ft/replica.ts';
import { isLive } from '../../ft/role.ts';
import { LabClock } from '../thread/lab-clock.ts';
import { createRandom } from '../thread/seeded-random.ts';
import { serviceAddress } from '../network/addresses.ts';
import { announcementFrame } from '../network/announcement.ts';
import { Connections } from './connections.ts';
import { ArmedFaults, madeReply, type StandStill } from './armed-faults.ts';
import { carriesReply, type CrashPoint } from './crash-point.ts';
import { FrameLength } from './frame-length.ts';
import { InputQueue } from './input-queue.ts';
import type { PeerMessage, ToHost } from './messages.ts';
import { Reporter } from './reporter.ts';
import { Turns } from './turns.ts';
import { VmSlot } from './vm-slot.ts';

export interface HostOptions {
  readonly started: ToHost & { kind: 'started' };
  /** Real milliseconds, the same in all threads. */
  readonly realNowMs: () => number;
  /** The host cannot go on: an error of its own, not of the protocol. */
  readonly failed: (reason: string) => void;
  /** It died at the point that `armed` named. */
  readonly died: (at: CrashPoint) => void;
  /** It cut its side of the logging channel, as `armed` asked for. */
  readonly loggingCut: () => void;
  /** Its VM stands at the point that was asked for. */
  readonly stoodStill: (request: number) => void;
  /** Something changed that a report would show. */
  readonly changed: () => void;
}

export class Host {
  readonly clock: LabClock;
  readonly reporter = new Reporter();
  readonly connections: Connections;
  readonly slot: VmSlot;
  /** Faults that come at an exact point of what the VM does. */
  readonly armed = new ArmedFaults();
  private readonly options: HostOptions;
  private readonly replica: Replica;
  private readonly inputs = new InputQueue();
  private readonly frameLength = new FrameLength();
  private readonly turns: Turns;
  private failure: string | null = null;

  constructor(options: HostOptions) {
    this.options = options;
    const { self, configuration, rules, anchor, seed, setup } = options.started;
    this.clock = new LabClock(anchor, options.realNowMs);
    this.replica = createReplica({ self, configuration, rules });
    this.slot = new VmSlot(
      setup,
      this.clock,
      (happening) => this.happened(happening),
      (error) => this.fail(error),
    );
    this.connections = new Connections(this.clock, createRandom(seed), {
      fromPeer: (peer, message) => this.peerSent(peer, message),
      fromStorage: (reply) => this.happened({ kind: 'storage-replied', reply }),
      fromSwitch: (frames) => this.received(frames),
    });
    this.turns = new Turns({
      replica: this.replica,
      slot: this.slot,
      inputs: this.inputs,
      armed: this.armed,
      clock: this.clock,
      realNowMs: options.realNowMs,
      tell: (happening) => this.handle(happening),
      isOver: () => this.failure !== null,
      stoodStill: options.stoodStill,
      changed: options.changed,
    });
  }

  get state() {
    return report(this.replica);
  }

  /** Tells the replica what happened, does what it asks, and sees to the next turn. */
  happened(happening: Happening): void {
    if (this.failure !== null) return;
    this.handle(happening);
    this.turns.wake();
    this.options.changed();
  }

  /** The same within a turn, which looks by itself whether there is more to do. */
  private handle(happening: Happening): void {
    try {
      this.carryOut(step(this.replica, { ...happening, atMs: this.clock.now() }));
    } catch (error) {
      this.fail(error);
    }
  }

  standStill(stand: StandStill): void {
    this.armed.standStill(stand);
    this.turns.request();
  }

  goOn(): void {
    this.armed.goOn();
    this.turns.request();
  }

  timeSet({ anchor }: ToHost & { kind: 'time-set' }): void {
    this.turns.timeSet(anchor);
    this.connections.retime();
    this.options.changed();
  }

  typed(bytes: Uint8Array): void {
    if (!isLive(this.replica.role)) return;
    this.inputs.type(bytes);
    this.turns.wake();
  }

  /** Only a live VM is on the network; what the switch floods to other hosts ends here. */
  private received(frames: readonly Uint8Array[]): void {
    if (!isLive(this.replica.role)) return;
    for (const frame of frames) this.inputs.receive(frame);
    this.turns.wake();
  }

  private peerSent(peer: HostId, message: PeerMessage): void {
    if (message.kind === 'bytes') return this.happened({ kind: 'message-received', from: peer, bytes: message.bytes });
    // Only a spare, or the target that it became, has use for a snapshot: elsewhere it would replace one that is held.
    if (this.replica.role !== 'spare' && this.replica.target === null) return;
    void this.slot
      .keep(message.snapshot)
      .then(({ bytes, digest }) =>
        this.happened({ kind: 'snapshot-arrived', from: peer, generation: message.generation, bytes, digest }),
      );
  }

  private carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) if (this.failure === null) this.perform(effect);
  }

  private perform(effect: Effect): void {
    switch (effect.kind) {
      case 'run-frame':
        return this.runFrame(effect);
      case 'send-message':
        return this.connections.toPeer(effect.to, { kind: 'bytes', bytes: effect.bytes });
      case 'send-packet':
        return this.sendPacket(effect.frame);
      case 'ask-storage':
        this.connections.toStorage({ kind: 'asked', place: effect.place, request: effect.request });
        if (this.armed.crash === 'write-issued' && effect.request.kind === 'write') this.die('write-issued');
        return;
      case 'deliver-now':
        return this.slot.deliverNow(effect.input);
      case 'start-machine':
        this.turns.idleUntilMs = 0;
        if (effect.disk.kind === 'from-snapshot') {
          const { from, generation } = effect.disk;
          this.connections.toStorage({ kind: 'copy-taken', from, generation });
        }
        return this.slot.start(effect.from);
      case 'take-snapshot':
        return this.slot.takeSnapshot();
      case 'send-snapshot':
        if (effect.disk === 'included')
          this.connections.toStorage({ kind: 'copy-made', to: effect.to, generation: effect.generation });
        return this.connections.toPeer(effect.to, {
          kind: 'snapshot',
          generation: effect.generation,
          snapshot: this.slot.copy(),
        });
      case 'discard-snapshot':
        return this.slot.discardSnapshot();
      case 'discard-machine':
        this.inputs.clear();
        return this.slot.discard();
      case 'announce-location':
        return this.connections.toSwitch(announcementFrame(serviceAddress.mac, serviceAddress.ip));
      case 'set-cpu-share':
        this.turns.share = effect.percent;
        return;
      case 'halt':
        return this.inputs.clear();
      case 'trace':
        return this.reporter.trace(this.clock.now(), this.replica.generation, effect.event);
    }
  }

  private runFrame(effect: Effect & { kind: 'run-frame' }): void {
    const { vm } = this.slot;
    if (vm === null) throw new Error('the protocol asked for a frame, but this host has no machine');
    const startedMs = this.options.realNowMs();
    const result = vm.runFrame(effect.inputs, effect.replay, effect.hashMemory, this.lengthOf(effect));
    this.frameLength.ran(result);
    const now = this.clock.now();
    this.turns.frameRan(now, this.options.realNowMs() - startedMs);
    this.turns.idleUntilMs = effect.replay === null && result.idleMs > 0 ? now + result.idleMs : 0;
    const { generation } = this.replica;
    const place = { generation, sequence: this.replica.sequence + 1, atMs: now, instructions: result.instructions };
    if (this.armed.waitsForReply && isLive(this.replica.role) && madeReply(result.outputs)) {
      if (this.armed.crash === 'reply-made') return this.die('reply-made');
      if (this.armed.cutsLogging) this.cutLogging();
    }
    // The batch leaves first: others wait for it, and nobody waits for what is shown.
    this.carryOut(step(this.replica, { kind: 'frame-ran', result, atMs: now }));
    this.slot.note(this.reporter, place, effect, result);
    // A guest that switched itself off is a service that was switched off: nobody shall take over.
    if (vm.halted && isLive(this.replica.role) && !this.replica.poweredOff)
      this.happened({ kind: 'commanded', command: { kind: 'power-off' } });
  }

  /** Of a recorded frame, in milliseconds. Slow motion and steps are about short ones. */
  private lengthOf({ inputs }: Effect & { kind: 'run-frame' }): number {
    const { speed, paused } = this.clock.current;
    const isWaiting = inputs.length > 0 || !this.inputs.isEmpty || this.replica.held.size > 0 || paused || speed < 1;
    return this.frameLength.next(isWaiting ? 'something' : 'nothing');
  }

  private sendPacket(frame: Uint8Array): void {
    const { crash } = this.armed;
    const dies = (crash === 'before-output' || crash === 'after-output') && carriesReply(frame);
    if (!dies || crash === 'after-output') this.connections.toSwitch(frame);
    if (dies) this.die(crash);
  }

  private cutLogging(): void {
    this.armed.cutsLogging = false;
    this.connections.cutPeers();
    this.options.loggingCut();
  }

  private die(at: CrashPoint): void {
    this.failure = 'died';
    this.connections.stop();
    this.options.died(at);
  }

  private fail(error: unknown): void {
    if (this.failure !== null) return;
    this.failure = error instanceof Error ? error.message : String(error);
    this.options.failed(this.failure);
  }
}
