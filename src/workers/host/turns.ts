/**
 * When a host's VM runs its next frame, and when the host looks at the time: after messages, when the guest's sleep ends, when
 * its CPU share allows, in step with lab time while that is slow or stands. Paper sections 3.2 and 3.3.
 * Holds no rule of the protocol, which decides whether a frame may run at all. Must not know what a frame's effects are.
 */
import type { Happening } from '../../ft/event.ts';
import { nextWakeMs, type Replica } from '../../ft/replica.ts';
import { isLive } from '../../ft/role.ts';
import type { LabClock, TimeAnchor } from '../thread/lab-clock.ts';
import type { ArmedFaults } from './armed-faults.ts';
import type { InputQueue } from './input-queue.ts';
import { Pacer } from './pacer.ts';
import type { VmSlot } from './vm-slot.ts';
import { createWaker, type Waker } from './waker.ts';

/** Batches that a backup replays before it looks at its messages again, in real milliseconds. */
const replayBudgetMs = 1;

export interface TurnsParts {
  readonly replica: Replica;
  readonly slot: VmSlot;
  readonly inputs: InputQueue;
  readonly armed: ArmedFaults;
  readonly clock: LabClock;
  /** Real milliseconds, the same in all threads. */
  readonly realNowMs: () => number;
  readonly tell: (happening: Happening) => void;
  /** The host is dead or has failed. */
  readonly isOver: () => boolean;
  readonly stoodStill: (request: number) => void;
  readonly changed: () => void;
}

export class Turns {
  /** Lab time until which the guest sleeps unless something comes in. */
  idleUntilMs = 0;
  private readonly parts: TurnsParts;
  private readonly pacer = new Pacer();
  private readonly waker: Waker;
  /** How far the guest's clock was behind lab time when that was paused. */
  private behindMs = 0;
  private inTurn = false;

  constructor(parts: TurnsParts) {
    this.parts = parts;
    this.waker = createWaker(parts.clock, () => this.turn());
  }

  /** Percent of the time that the VM may use. */
  set share(percent: number) {
    this.pacer.share = percent;
  }

  frameRan(nowMs: number, tookMs: number): void {
    this.pacer.frameRan(nowMs, tookMs);
  }

  timeSet(anchor: TimeAnchor): void {
    const { clock, slot } = this.parts;
    const wasPaused = clock.current.paused;
    clock.set(anchor);
    const guestMs = slot.vm?.machine.clockMs;
    if (!wasPaused && guestMs !== undefined) this.behindMs = Math.max(0, clock.now() - guestMs);
    this.request();
  }

  /** A turn, soon. */
  request(): void {
    this.waker.request();
  }

  /** A turn after the messages that are already here; at once when the guest sleeps, since then nothing is delayed by it. */
  wake(): void {
    const isAsleep = isLive(this.parts.replica.role) && this.parts.clock.now() < this.idleUntilMs;
    if (isAsleep && !this.inTurn && !this.waker.isRequested) this.turn();
    else this.waker.request();
  }

  private turn(): void {
    if (this.parts.isOver()) return;
    this.inTurn = true;
    const now = this.parts.clock.now();
    if (now >= nextWakeMs(this.parts.replica)) {
      this.parts.tell({ kind: 'time-passed' });
      this.parts.changed();
    }
    this.runFrames();
    this.inTurn = false;
    this.sleep();
  }

  /** In slow motion and while paused the guest's clock goes with its work, and may not run ahead of lab time. */
  private isAhead(now: number): boolean {
    const { speed, paused } = this.parts.clock.current;
    const guestMs = this.parts.slot.vm?.machine.clockMs ?? 0;
    return paused ? now <= guestMs : speed < 1 && now < guestMs;
  }

  /** While paused a backup keeps the distance that it had, so that it stands still too and steps move it as far as the primary. */
  private isFrozen(now: number): boolean {
    const guestMs = this.parts.slot.vm?.machine.clockMs ?? 0;
    return this.parts.clock.current.paused && guestMs >= now - this.behindMs;
  }

  /** One frame of a live VM, or what a backup holds, but not for so long that messages must wait. */
  private runFrames(): void {
    const { vm } = this.parts.slot;
    if (vm === null) return;
    const live = isLive(this.parts.replica.role);
    const startedMs = this.parts.realNowMs();
    for (;;) {
      const now = this.parts.clock.now();
      if (now < this.pacer.earliestMs) return;
      if (live) {
        if (this.parts.armed.standsAt(vm.machine.instructions, now, this.parts.stoodStill)) return;
        if (this.isAhead(now)) return;
        this.offerInputs();
        if (this.isAsleep(now)) return;
      } else if (this.isFrozen(now)) return;
      const before = vm.machine.frames;
      this.parts.tell({ kind: 'frame-wanted' });
      // What kept the frame from running ends with an event, and that wakes this host.
      if (this.parts.isOver() || this.parts.slot.vm !== vm || vm.machine.frames === before) return;
      this.parts.changed();
      if (live && this.isAsleep(this.parts.clock.now())) return;
      if (live || this.parts.realNowMs() - startedMs > replayBudgetMs) return this.waker.request();
    }
  }

  /** A completion, a packet or a key ends the guest's sleep. */
  private isAsleep(now: number): boolean {
    return now < this.idleUntilMs && this.parts.replica.inputs.size === 0 && !this.mayDeliver;
  }

  /** Something waits outside of the protocol, and the guest has room for it. */
  private get mayDeliver(): boolean {
    const { vm } = this.parts.slot;
    if (vm === null || this.parts.inputs.isEmpty) return false;
    return this.parts.inputs.fits({ consoleBytes: vm.machine.consoleRoom(0), packets: vm.machine.packetRoom });
  }

  private offerInputs(): void {
    const { vm } = this.parts.slot;
    if (vm === null || this.parts.inputs.isEmpty || !isLive(this.parts.replica.role)) return;
    const room = { consoleBytes: vm.machine.consoleRoom(0), packets: vm.machine.packetRoom };
    // What the protocol still holds takes its room first.
    if (this.parts.replica.inputs.size > 0) return;
    for (const input of this.parts.inputs.take(room)) this.parts.tell({ kind: 'input-arrived', input });
  }

  private sleep(): void {
    const wakeMs = Math.min(nextWakeMs(this.parts.replica), this.parts.armed.wakeMs ?? Infinity);
    const live = this.parts.slot.vm !== null && isLive(this.parts.replica.role);
    const frameMs = live
      ? Math.max(this.idleUntilMs, this.pacer.earliestMs, this.parts.slot.vm?.machine.clockMs ?? 0)
      : this.pacer.earliestMs;
    const now = this.parts.clock.now();
    // A frame that may run now and did not, waits for an event: for an acknowledgment, a batch or a completion.
    this.waker.at(frameMs > now ? Math.min(wakeMs, frameMs) : wakeMs);
  }
}
