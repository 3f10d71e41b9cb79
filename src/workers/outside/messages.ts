/**
 * What the page and the world outside say to each other, and what travels on the cable between a host and the switch.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { PacketRow } from '../lab/model.ts';
import type { TimeAnchor } from '../thread/lab-clock.ts';
import type { LinkSettings } from '../thread/link.ts';
import type { RawPort } from '../thread/port.ts';
import type { ClientFigures, ClientMark } from './history/history.ts';
import type { MacRow, PortCounters, SwitchPortId } from './switch/learning-switch.ts';

/** Both directions of a cable between a host and the switch: Ethernet frames, those of one turn together. */
export interface FramesMessage {
  readonly kind: 'frames';
  readonly frames: readonly Uint8Array[];
}

export interface OutsideStart {
  readonly kind: 'started';
  readonly wasmModule: WebAssembly.Module;
  /** The guest as a multiboot ELF file, not compressed. */
  readonly image: Uint8Array;
  readonly anchor: TimeAnchor;
  /** How far the computer’s clock had been set by then since the page began; see `agreedNow`. */
  readonly clockSetByMs: number;
  /** Cables of hosts that are there already; others follow as `host-connected`. */
  readonly hosts: Readonly<Partial<Record<HostId, RawPort>>>;
  /** For the losses of links, so that they can be repeated. */
  readonly seed: number;
}

export type ToOutside =
  /** The first message, sent once. */
  | OutsideStart
  | { readonly kind: 'time-set'; readonly anchor: TimeAnchor }
  /** A new worker took that host's place. */
  | { readonly kind: 'host-connected'; readonly host: HostId; readonly port: RawPort }
  /** The worker is gone. The switch keeps what it learned: a dead server's cable is still plugged in. */
  | { readonly kind: 'host-gone'; readonly host: HostId }
  /** A host's cable: the switch's end only, since the host applies its own. The client's: both ends. */
  | { readonly kind: 'link-set'; readonly port: SwitchPortId; readonly settings: LinkSettings }
  /** So many frames to that port will have a bit flipped. */
  | { readonly kind: 'frames-corrupted'; readonly port: SwitchPortId; readonly count: number }
  /** Typed into the client's shell. */
  | { readonly kind: 'console-typed'; readonly bytes: Uint8Array }
  /** For the client's application, one line without its end; guest/README.md lists the commands. */
  | { readonly kind: 'client-commanded'; readonly line: string }
  /** The longest gap is measured anew. */
  | { readonly kind: 'gap-reset' }
  /** Verdicts and errors are forgotten, and the checks start anew. */
  | { readonly kind: 'history-cleared' };

export type FromOutside =
  /** The client machine has booted and its application takes commands. Connections are in the reports. */
  | { readonly kind: 'outside-started' }
  /** The client machine did not start, or it stopped; the switch goes on. One sentence. */
  | { readonly kind: 'outside-failed'; readonly reason: string }
  /** At most every 50 ms of real time, and only when something changed. */
  | { readonly kind: 'outside-reported'; readonly report: OutsideReport };

export interface OutsideReport {
  readonly labMs: number;
  readonly client: ClientFigures;
  /** Data segments that reached the client a second time and that its TCP dropped. */
  readonly duplicatesDropped: number;
  /** Data segments that were on the wire a second time. */
  readonly retransmissions: { readonly toService: number; readonly fromService: number };
  readonly macTable: readonly MacRow[];
  /** Port that the switch learned for the service's address. */
  readonly serviceAt: SwitchPortId | 'unknown';
  readonly ports: Readonly<Record<SwitchPortId, PortCounters & { readonly dropped: number }>>;
  /** Frames since the switch started, and those that were no frames. */
  readonly packetsTotal: number;
  readonly malformedFrames: number;
  /** Captured since the last report; `skippedPackets` more came before them. */
  readonly packets: readonly PacketRow[];
  readonly skippedPackets: number;
  /** What the client wrote to its first serial port since the last report; at most the last 64 KiB of it. */
  readonly console: Uint8Array;
  readonly marks: readonly ClientMark[];
  readonly skippedMarks: number;
  /** Of the client machine. */
  readonly instructions: number;
}
