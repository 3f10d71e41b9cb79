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
  /** By sender and receiver; the entry from a host to itself is not used. */
  readonly #logging: Record<HostId, Record<HostId, Link>>;
  readonly #cables: Record<HostId, readonly [toHost: Link, fromHost: Link]>;

  constructor(agenda: Agenda, random: Random) {
    const link = (): Link => new Link(agenda, random);
    const lossy = (): Link => new Link(agenda, random, 0.02);
    const toAll = (): Record<HostId, Link> => ({ A: link(), B: link(), C: link() });
    this.#logging = { A: toAll(), B: toAll(), C: toAll() };
    this.#cables = { A: [lossy(), lossy()], B: [lossy(), lossy()], C: [lossy(), lossy()] };
  }

  logging(from: HostId, to: HostId): Link {
    return this.#logging[from][to];
  }

  cables(host: HostId): readonly [Link, Link] {
    return this.#cables[host];
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
    return hostIds.flatMap((host) => [...Object.values(this.#logging[host]), ...this.#cables[host]]);
  }
}
