/**
 * A host's cables: to the other hosts, to storage, to the switch, each in the shell that can delay, cut and damage it.
 * Must not know what the protocol means by a message.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { LabClock } from '../thread/lab-clock.ts';
import { Link, type LinkSettings } from '../thread/link.ts';
import { handedOver, portOf, type RawPort } from '../thread/port.ts';
import type { HostToStorage, StorageToHost } from '../storage/messages.ts';
import type { Frames, HostLink, PeerMessage } from './messages.ts';

/** What a lost message costs on links that send again: the logging channel is TCP in the paper. */
const resentAfterMs = 40;

export interface ConnectionHandlers {
  fromPeer(peer: HostId, message: PeerMessage): void;
  fromStorage(reply: StorageToHost): void;
  fromSwitch(frames: readonly Uint8Array[]): void;
}

export class Connections {
  private readonly clock: LabClock;
  private readonly random: () => number;
  private readonly handlers: ConnectionHandlers;
  private readonly peers = new Map<HostId, Link<PeerMessage>>();
  /** Outlives the cable: a host that is plugged in again is still cut off. */
  private readonly peerSettings = new Map<HostId, LinkSettings>();
  private storage: Link<HostToStorage> | undefined;
  private network: Link<Uint8Array> | undefined;
  private framesToSend: Uint8Array[] = [];
  private sendFrames: () => void = () => {};

  constructor(clock: LabClock, random: () => number, handlers: ConnectionHandlers) {
    this.clock = clock;
    this.random = random;
    this.handlers = handlers;
  }

  connectPeer(peer: HostId, raw: RawPort): void {
    const port = portOf<PeerMessage, PeerMessage>(raw);
    this.peers.get(peer)?.close();
    const link = new Link<PeerMessage>({
      clock: this.clock,
      random: this.random,
      deliver: (message) => port.send(message, message.kind === 'bytes' ? handedOver(message.bytes) : []),
      bytesOf: (message) =>
        message.kind === 'bytes' ? message.bytes.length : message.snapshot.machine.state.byteLength,
      loss: { resentAfterMs },
      corrupt: (message) =>
        message.kind === 'bytes' ? { kind: 'bytes', bytes: damaged(message.bytes, this.random) } : message,
    });
    link.settings = this.peerSettings.get(peer) ?? link.settings;
    this.peers.set(peer, link);
    port.receive((message) => this.handlers.fromPeer(peer, message));
  }

  connectStorage(raw: RawPort): void {
    const port = portOf<HostToStorage, StorageToHost>(raw);
    this.storage = new Link<HostToStorage>({
      clock: this.clock,
      random: this.random,
      deliver: (message) => port.send(message),
      bytesOf: (message) =>
        message.kind === 'asked' && message.request.kind === 'write' ? message.request.data.length + 32 : 32,
      loss: { resentAfterMs },
    });
    port.receive((reply) => this.handlers.fromStorage(reply));
  }

  connectSwitch(raw: RawPort): void {
    const port = portOf<Frames, Frames>(raw);
    // Frames of one turn cross the port together, at its end: a message costs more than a frame.
    this.sendFrames = () => {
      if (this.framesToSend.length === 0) return;
      port.send({ kind: 'frames', frames: this.framesToSend });
      this.framesToSend = [];
    };
    this.network = new Link<Uint8Array>({
      clock: this.clock,
      random: this.random,
      deliver: (frame) => {
        if (this.framesToSend.length === 0) queueMicrotask(() => this.sendFrames());
        this.framesToSend.push(frame);
      },
      bytesOf: (frame) => frame.length,
      loss: 'dropped',
    });
    port.receive((message) => this.handlers.fromSwitch(message.frames));
  }

  toPeer(peer: HostId, message: PeerMessage): void {
    this.peers.get(peer)?.send(message);
  }

  toStorage(message: HostToStorage): void {
    this.storage?.send(message);
  }

  toSwitch(frame: Uint8Array): void {
    this.network?.send(frame);
  }

  set(link: HostLink, settings: LinkSettings): void {
    if (link.kind === 'logging') {
      this.peerSettings.set(link.peer, settings);
      const peer = this.peers.get(link.peer);
      if (peer !== undefined) peer.settings = settings;
    } else {
      const target = link.kind === 'network' ? this.network : this.storage;
      if (target !== undefined) target.settings = settings;
    }
  }

  /** Nothing more leaves for the other hosts; what a slow link still holds is lost, too, as with every cut. */
  cutPeers(): void {
    for (const link of this.peers.values()) link.settings = { ...link.settings, cut: true };
  }

  corruptNext(peer: HostId): void {
    const link = this.peers.get(peer);
    if (link !== undefined) link.corruptNext++;
  }

  /** The host is dead: what has left has left, what was on its way to a cable never does. */
  stop(): void {
    this.sendFrames();
    for (const link of [...this.peers.values(), this.storage, this.network]) link?.close();
    this.peers.clear();
    this.storage = undefined;
    this.network = undefined;
  }

  retime(): void {
    for (const link of [...this.peers.values(), this.storage, this.network]) link?.retime();
  }
}

/** One flipped bit, somewhere. */
function damaged(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = bytes.slice();
  const at = Math.floor(random() * copy.length);
  copy[at] = copy[at]! ^ (1 << Math.floor(random() * 8));
  return copy;
}
