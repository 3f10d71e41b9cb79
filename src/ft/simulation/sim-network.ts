/**
 * Cables and the switch: logging channels between every two hosts, and one cable from the switch to each host. The switch
 * learns where the service is from every packet, and from the announcement of a new primary. Paper figure 1, section 2.3.
 */
import type { HostId } from '../host-id.ts';
import { hostIds } from '../host-id.ts';
import type { Agenda } from './agenda.ts';
import { Link } from './link.ts';
import type { Random } from './random.ts';

export class SimNetwork {
  /** Where the switch believes the service to be. */
  location: HostId = 'A';
  readonly #logging = new Map<string, Link>();
  readonly #toHost = new Map<HostId, Link>();
  readonly #fromHost = new Map<HostId, Link>();

  constructor(agenda: Agenda, random: Random) {
    for (const from of hostIds) {
      for (const to of hostIds) if (from !== to) this.#logging.set(from + to, new Link(agenda, random));
      this.#toHost.set(from, new Link(agenda, random));
      this.#fromHost.set(from, new Link(agenda, random));
    }
    for (const link of [...this.#toHost.values(), ...this.#fromHost.values()]) link.loss = 0.02;
  }

  logging(from: HostId, to: HostId): Link {
    return this.#logging.get(from + to) as Link;
  }

  cables(host: HostId): readonly [Link, Link] {
    return [this.#toHost.get(host) as Link, this.#fromHost.get(host) as Link];
  }

  packetToService(packet: Uint8Array, deliver: (host: HostId, packet: Uint8Array) => void): void {
    const host = this.location;
    this.cables(host)[0].send(packet, (arrived) => deliver(host, arrived));
  }

  packetFromHost(host: HostId, packet: Uint8Array, deliver: (packet: Uint8Array) => void): void {
    this.cables(host)[1].send(packet, (arrived) => {
      this.location = host;
      deliver(arrived);
    });
  }

  announce(host: HostId): void {
    this.cables(host)[1].send(new Uint8Array(4), () => {
      this.location = host;
    });
  }

  jump(byMs: number): void {
    for (const link of this.#all()) link.jump(byMs);
  }

  mendAll(): void {
    for (const link of this.#all()) {
      link.isCut = false;
      link.slowMs = 0;
      link.damagesNext = false;
    }
  }

  #all(): Link[] {
    return [...this.#logging.values(), ...this.#toHost.values(), ...this.#fromHost.values()];
  }
}
