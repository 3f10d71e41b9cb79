/**
 * The shell around every port: delay, bandwidth, loss, corruption and cuts are applied here, at the sender, and nowhere else.
 * Everything is in lab time, so slow motion slows links with the rest. A link keeps order.
 * Must not know what is sent; who can be corrupted passes `corrupt`.
 */
import type { LabClock } from './lab-clock.ts';
import { createLabTimer, type LabTimer } from './lab-timer.ts';

export interface LinkSettings {
  /** One way, milliseconds of lab time. */
  readonly delayMs: number;
  /** 0: no limit. */
  readonly bitsPerSecond: number;
  /** Chance of each message, 0 to 1. */
  readonly loss: number;
  readonly cut: boolean;
}

export const openLink: LinkSettings = { delayMs: 0, bitsPerSecond: 0, loss: 0, cut: false };

/** What a lost message means: an Ethernet frame is gone; a logging channel or a storage network sends again, later. */
export type LossMeaning = 'dropped' | { readonly resentAfterMs: number };

export interface LinkOptions<Message> {
  readonly clock: LabClock;
  readonly deliver: (message: Message) => void;
  readonly bytesOf: (message: Message) => number;
  readonly loss: LossMeaning;
  /** A number in [0, 1): seeded, so that injected faults can be repeated. */
  readonly random: () => number;
  readonly corrupt?: (message: Message) => Message;
  /** Bytes on the link when it is slow; more is dropped, as a router's queue does. */
  readonly capacityBytes?: number;
}

const defaultCapacityBytes = 64 * 2 ** 20;

export class Link<Message> {
  settings: LinkSettings = openLink;
  /** Messages that will be damaged on their way. */
  corruptNext = 0;
  dropped = 0;
  private readonly options: LinkOptions<Message>;
  private readonly queue: { readonly dueMs: number; readonly bytes: number; readonly message: Message }[] = [];
  private queuedBytes = 0;
  private freeAtMs = 0;
  private lastDueMs = 0;
  /** Made when something waits for the first time: most links never delay anything. */
  private timer: LabTimer | undefined;

  constructor(options: LinkOptions<Message>) {
    this.options = options;
  }

  send(original: Message): void {
    const { settings, options } = this;
    if (settings.cut) {
      this.dropped++;
      return;
    }
    const message = this.damaged(original);
    let extraMs = 0;
    if (settings.loss > 0 && options.random() < settings.loss) {
      if (options.loss === 'dropped') {
        this.dropped++;
        return;
      }
      extraMs = options.loss.resentAfterMs;
    }
    if (settings.delayMs === 0 && settings.bitsPerSecond === 0 && extraMs === 0 && this.queue.length === 0) {
      options.deliver(message);
      return;
    }
    this.enqueue(message, extraMs);
  }

  /** After the clock's speed changed or it was resumed: timers are set anew. */
  retime(): void {
    this.timer?.stop();
    this.pump();
  }

  close(): void {
    this.timer?.close();
    this.timer = undefined;
    this.queue.length = 0;
    this.queuedBytes = 0;
  }

  private damaged(message: Message): Message {
    if (this.corruptNext === 0 || this.options.corrupt === undefined) return message;
    this.corruptNext--;
    return this.options.corrupt(message);
  }

  private enqueue(message: Message, extraMs: number): void {
    const bytes = this.options.bytesOf(message);
    if (this.queuedBytes + bytes > (this.options.capacityBytes ?? defaultCapacityBytes)) {
      this.dropped++;
      return;
    }
    const now = this.options.clock.now();
    const { bitsPerSecond, delayMs } = this.settings;
    const transmitMs = bitsPerSecond === 0 ? 0 : (bytes * 8000) / bitsPerSecond;
    this.freeAtMs = Math.max(now, this.freeAtMs) + transmitMs;
    this.lastDueMs = Math.max(this.lastDueMs, this.freeAtMs + delayMs + extraMs);
    this.queue.push({ dueMs: this.lastDueMs, bytes, message });
    this.queuedBytes += bytes;
    this.pump();
  }

  private pump(): void {
    const { clock, deliver } = this.options;
    while (this.queue.length > 0 && this.queue[0]!.dueMs <= clock.now()) {
      const next = this.queue.shift()!;
      this.queuedBytes -= next.bytes;
      // What is on a line when it is cut does not arrive.
      if (this.settings.cut) this.dropped++;
      else deliver(next.message);
    }
    const first = this.queue[0];
    if (first === undefined) return;
    this.timer ??= createLabTimer(clock, () => this.pump());
    this.timer.at(first.dueMs);
  }
}
