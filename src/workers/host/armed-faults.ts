/**
 * Faults that wait in a host for an exact point of what its VM does, so that they come at the same place each time: a thread
 * that is told when the point has passed would always be late. One of each kind; the last one told counts.
 * Must not know why somebody wants them, nor how they are carried out.
 */
import type { Output } from '../../ft/input.ts';
import { carriesReply, type CrashPoint } from './crash-point.ts';

/** A place in the live VM's life: its 64-bit count, or lab time. Reached at the first frame end that is not before it. */
export type StandingPoint =
  | { readonly kind: 'instructions'; readonly instructions: number }
  | { readonly kind: 'lab-time'; readonly labMs: number };

export interface StandStill {
  readonly request: number;
  readonly point: StandingPoint;
}

export class ArmedFaults {
  crash: CrashPoint | null = null;
  /** Whether the logging channel is to be cut on this side as soon as a reply is made, before the log of that leaves. */
  cutsLogging = false;
  private stand: StandStill | null = null;
  private stands = false;

  /** The VM will stop at a point, until it may go on. */
  standStill(stand: StandStill): void {
    this.stand = stand;
    this.stands = false;
  }

  goOn(): void {
    this.stand = null;
    this.stands = false;
  }

  /** Takes back what has not come to its point. */
  disarm(): void {
    this.crash = null;
    this.cutsLogging = false;
  }

  /** Whether frames have to be looked at for a reply: the packets are read for that, and few frames need it. */
  get waitsForReply(): boolean {
    return this.cutsLogging || this.crash === 'reply-made';
  }

  /** Whether the VM stands still; `reached` hears of it once. */
  standsAt(instructions: number, labMs: number, reached: (request: number) => void): boolean {
    const { stand } = this;
    if (stand === null || this.stands) return this.stands;
    const { point } = stand;
    this.stands = point.kind === 'instructions' ? instructions >= point.instructions : labMs >= point.labMs;
    if (this.stands) reached(stand.request);
    return this.stands;
  }

  /** When the host has to look again although its guest sleeps; null when no moment is waited for. */
  get wakeMs(): number | null {
    const point = this.stands ? undefined : this.stand?.point;
    return point?.kind === 'lab-time' ? point.labMs : null;
  }
}

/** Whether a frame made a reply of the service to a client. */
export function madeReply(outputs: readonly Output[]): boolean {
  return outputs.some((output) => output.kind === 'packet-sent' && carriesReply(output.frame));
}
