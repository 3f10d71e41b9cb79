/**
 * A learning Ethernet switch: remembers behind which port it saw each MAC address, floods what it does not know.
 * It is why a new primary must announce itself: until the table moves, frames go to the old port (paper section 2.3).
 * Must not know what is behind a port, nor how frames travel.
 */
import type { HostId } from '../../../ft/host-id.ts';
import { macText } from '../packets/byte-reader.ts';

export type SwitchPortId = HostId | 'client';
export const switchPortIds: readonly SwitchPortId[] = ['A', 'B', 'C', 'client'];

export interface MacRow {
  readonly mac: string;
  readonly port: SwitchPortId;
  /** Lab time when the address was first seen behind this port. */
  readonly learnedMs: number;
  /** Lab time of the last frame from it. */
  readonly seenMs: number;
}

export interface PortCounters {
  readonly receivedFrames: number;
  readonly receivedBytes: number;
  readonly sentFrames: number;
  readonly sentBytes: number;
}

export interface SwitchOptions {
  readonly now: () => number;
  readonly send: (port: SwitchPortId, frame: Uint8Array) => void;
  /** Each frame, after it was decided where it goes. */
  readonly forwarded: (frame: Uint8Array, from: SwitchPortId, to: readonly SwitchPortId[]) => void;
}

/** Entries are forgotten after five minutes without a frame, as switches do (IEEE 802.1D). */
const agingMs = 300_000;
/** More addresses than this are not learned, only flooded: a guest that makes up addresses fills no memory. */
const tableCapacity = 64;
/** An Ethernet header, and the largest frame with a VLAN tag. Anything else is dropped and counted. */
const shortestFrame = 14;
const longestFrame = 1518;

type MutableCounters = { -readonly [Key in keyof PortCounters]: PortCounters[Key] };

export class LearningSwitch {
  /** Frames that were too short, too long, or from a group address. */
  malformed = 0;
  readonly counters: Readonly<Record<SwitchPortId, MutableCounters>>;
  private readonly options: SwitchOptions;
  private readonly table = new Map<string, MacRow>();

  constructor(options: SwitchOptions) {
    this.options = options;
    const zero = (): MutableCounters => ({ receivedFrames: 0, receivedBytes: 0, sentFrames: 0, sentBytes: 0 });
    this.counters = { A: zero(), B: zero(), C: zero(), client: zero() };
  }

  /** A frame came in through `from`. The bytes are not copied and must not change afterwards. */
  receive(from: SwitchPortId, frame: Uint8Array): void {
    if (frame.length < shortestFrame || frame.length > longestFrame || (frame[6]! & 1) === 1) {
      this.malformed++;
      return;
    }
    const { counters, options } = this;
    counters[from].receivedFrames++;
    counters[from].receivedBytes += frame.length;
    this.learn(macText(frame.subarray(6, 12)), from);
    const to = this.portsFor(frame, from);
    options.forwarded(frame, from, to);
    for (const port of to) {
      counters[port].sentFrames++;
      counters[port].sentBytes += frame.length;
      options.send(port, frame);
    }
  }

  /** Where the table says that `mac` is; null when unknown or forgotten. */
  locate(mac: string): MacRow | null {
    const row = this.table.get(mac);
    if (row === undefined) return null;
    if (this.options.now() - row.seenMs <= agingMs) return row;
    this.table.delete(mac);
    return null;
  }

  /** The table, in order of first learning. */
  rows(): MacRow[] {
    return [...this.table.keys()].flatMap((mac) => this.locate(mac) ?? []);
  }

  private learn(mac: string, port: SwitchPortId): void {
    const now = this.options.now();
    const known = this.locate(mac);
    if (known === null && this.table.size >= tableCapacity) return;
    this.table.set(mac, { mac, port, learnedMs: known?.port === port ? known.learnedMs : now, seenMs: now });
  }

  private portsFor(frame: Uint8Array, from: SwitchPortId): readonly SwitchPortId[] {
    const isGroup = (frame[0]! & 1) === 1;
    const known = isGroup ? null : this.locate(macText(frame.subarray(0, 6)));
    if (known === null) return switchPortIds.filter((port) => port !== from);
    // A frame whose receiver is on the side it came from needs no forwarding.
    return known.port === from ? [] : [known.port];
  }
}
