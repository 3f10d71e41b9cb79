/**
 * The switch's end of the cable to a host: frames that leave in the same turn travel in one message. The worker at the
 * other end may be replaced (crash and restart); what is sent meanwhile is lost, as on a cable with nobody at its end.
 * Must not know the switch.
 */
import type { LabClock } from '../../thread/lab-clock.ts';
import { Link } from '../../thread/link.ts';
import { portOf, type Port, type RawPort } from '../../thread/port.ts';
import type { FramesMessage } from '../messages.ts';
import { flipOneBit } from './damage.ts';

export interface HostCableOptions {
  readonly clock: LabClock;
  readonly random: () => number;
  readonly received: (frame: Uint8Array) => void;
}

/** What a switch port keeps for a slow cable; more is dropped at the tail and counted by the link. */
export const cableCapacityBytes = 256 * 2 ** 10;

export class HostCable {
  readonly link: Link<Uint8Array>;
  private readonly options: HostCableOptions;
  private port: Port<FramesMessage, FramesMessage> | null = null;
  private outbox: Uint8Array[] = [];

  constructor(options: HostCableOptions) {
    this.options = options;
    this.link = new Link<Uint8Array>({
      clock: options.clock,
      random: options.random,
      loss: 'dropped',
      bytesOf: (frame) => frame.length,
      corrupt: (frame) => flipOneBit(frame, options.random),
      capacityBytes: cableCapacityBytes,
      deliver: (frame) => {
        if (this.port === null) return;
        if (this.outbox.length === 0) queueMicrotask(() => this.flush());
        this.outbox.push(frame);
      },
    });
  }

  connect(raw: RawPort): void {
    const port = portOf<FramesMessage, FramesMessage>(raw);
    this.port = port;
    this.outbox = [];
    port.receive((message) => {
      for (const frame of message.frames) this.options.received(frame);
    });
  }

  /** Nobody is at the other end any more. What it had sent before still arrives, so the port stays open. */
  disconnect(): void {
    this.port = null;
    this.outbox = [];
  }

  close(): void {
    this.port?.close();
    this.disconnect();
    this.link.close();
  }

  private flush(): void {
    const frames = this.outbox;
    this.outbox = [];
    if (frames.length > 0) this.port?.send({ kind: 'frames', frames });
  }
}
