/**
 * Everything there is in one run: three hosts, cables, storage, clients, one clock. Built from a seed; the faults come from
 * outside. Paper figure 1.
 */
import type { Configuration } from '../configuration.ts';
import type { HostId } from '../host-id.ts';
import { hostIds } from '../host-id.ts';
import { wireCodec } from '../message/codec.ts';
import type { Codec } from '../message/codec.ts';
import { isLive } from '../role.ts';
import type { Rules } from '../rules.ts';
import type { StoragePlace } from '../storage.ts';
import { Agenda } from './agenda.ts';
import { handingOver } from './handing-over.ts';
import type { Deliver } from './link.ts';
import { Observer } from './observer.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { SimClient } from './sim-client.ts';
import { SimHost } from './sim-host.ts';
import type { Surface } from './sim-host.ts';
import { SimNetwork } from './sim-network.ts';
import { SimStorage } from './sim-storage.ts';
import type { ToyMachine } from './toy-machine.ts';

const snapshotTravelMs = 15;

export class World {
  readonly agenda = new Agenda();
  readonly observer = new Observer();
  readonly random: Random;
  readonly network: SimNetwork;
  readonly storage: SimStorage;
  readonly hosts = new Map<HostId, SimHost>();
  readonly clients: SimClient[];
  /** Hosts whose way to storage is cut. */
  readonly cutFromStorage = new Set<HostId>();
  /** Two faults met while there was only one copy of the VM: it may be lost. */
  mayBeLost = false;
  readonly configuration: Configuration;
  readonly rules: Rules;

  readonly #codec: Codec;

  constructor(seed: number, configuration: Configuration, rules: Rules, messages: 'encoded' | 'handed-over') {
    this.configuration = configuration;
    this.#codec = messages === 'encoded' ? wireCodec : handingOver;
    this.rules = rules;
    this.random = createRandom(seed);
    this.network = new SimNetwork(this.agenda, this.random);
    this.storage = new SimStorage(this.agenda, this.random);
    for (const id of hostIds) this.boot(id);
    this.clients = [0, 1].map(
      (index) => new SimClient(index, this.agenda, this.random, (packet) => this.#toService(packet)),
    );
    this.host('A').start('primary', 'B', 1);
    this.host('B').start('backup', 'A', 1);
    this.host('C').start('spare', null, 0);
    for (const client of this.clients) client.start();
  }

  host(id: HostId): SimHost {
    return this.hosts.get(id) as SimHost;
  }

  /** A fresh host in the place of whatever was there. */
  boot(id: HostId): SimHost {
    const host: SimHost = new SimHost({
      id,
      agenda: this.agenda,
      random: this.random,
      configuration: this.configuration,
      rules: this.rules,
      codec: this.#codec,
      surface: this.#surfaceOf(id, () => host),
    });
    this.hosts.set(id, host);
    return host;
  }

  /** The host that talks to clients, or would if it could. */
  live(): SimHost | null {
    let found: SimHost | null = null;
    for (const host of this.hosts.values()) {
      if (host.state === 'crashed' || !isLive(host.replica.role)) continue;
      if (found === null || host.replica.generation >= found.replica.generation) found = host;
    }
    return found;
  }

  backup(): SimHost | null {
    const peer = this.live()?.replica.peer;
    return peer ? this.host(peer) : null;
  }

  /** Both copies of the VM are well and hear each other: any single fault must be survived. */
  isRedundant(): boolean {
    const primary = this.live();
    const backup = this.backup();
    if (primary === null || backup === null || primary.state !== 'running' || backup.state !== 'running') return false;
    if (
      primary.replica.role !== 'primary' ||
      backup.replica.role !== 'backup' ||
      backup.replica.generation !== primary.replica.generation
    )
      return false;
    return [this.network.logging(primary.id, backup.id), this.network.logging(backup.id, primary.id)].every(
      (link) => !link.isCut && !link.damagesNext,
    );
  }

  #toService(packet: Uint8Array): void {
    this.network.packetToService(packet, (host, frame) =>
      this.host(host).feed({
        kind: 'input-arrived',
        input: { kind: 'packet-received', frame },
        atMs: this.agenda.nowMs,
      }),
    );
  }

  #deliverMessage(from: HostId, to: HostId): Deliver {
    return (bytes, state) => {
      const receiver = this.host(to);
      const listens =
        receiver.state === 'running' && receiver.replica.peer === from && receiver.replica.role !== 'halted';
      receiver.feed({ kind: 'message-received', from, bytes, atMs: this.agenda.nowMs });
      if (state === 'damaged' && listens) this.observer.damagedArrived(to, receiver.replica);
    };
  }

  #surfaceOf(id: HostId, self: () => SimHost): Surface {
    const deliver = {
      A: this.#deliverMessage(id, 'A'),
      B: this.#deliverMessage(id, 'B'),
      C: this.#deliverMessage(id, 'C'),
    };
    return {
      sendMessage: (to, bytes) => this.network.logging(id, to).send(bytes, deliver[to]),
      sendPacket: (frame) =>
        this.network.packetFromHost(id, frame, (packet) => {
          this.clients[packet[0] ?? 0]?.receive(packet);
        }),
      askStorage: (place: StoragePlace, request, reply) => {
        if (this.cutFromStorage.has(id) && place !== 'own-disk') return;
        this.storage.ask(id, place, request, (answer) => {
          if (!this.cutFromStorage.has(id) || place === 'own-disk') reply(answer);
        });
      },
      sendSnapshot: (to, generation, machine: ToyMachine, disk) => {
        const copy = disk === 'included' ? this.storage.diskOf('own-disk', id).slice() : null;
        this.agenda.after(snapshotTravelMs, () => {
          if (!this.network.logging(id, to).isCut) this.host(to).snapshotArrived(id, generation, machine, copy);
        });
      },
      replaceDisk: (disk) => this.storage.diskOf('own-disk', id).set(disk),
      announceLocation: () => this.network.announce(id),
      traced: (event) => this.observer.traced(id, self().replica, event),
      frameRan: (sequence, result) => this.observer.frameRan(id, self().replica, sequence, result),
    };
  }
}
