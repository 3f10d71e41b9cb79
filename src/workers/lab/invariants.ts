/**
 * What must always hold, checked from outside the replicas on what they did, not on what they think. DESIGN: "Invariants".
 * A broken one stays broken, with its evidence, until the lab is reset. Must not know the protocol's insides.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { MemoryCheck, Traced } from '../host/messages.ts';
import type { Invariant } from './lab.ts';

interface Verdict {
  holds: boolean;
  checked: number;
  note?: string;
}

/** Batches whose outputs or memory one side has told and the other has not yet; full: the oldest are not compared. */
const capacityWaiting = 4000;

export const invariantIds = [
  'oneLive',
  'outputAcknowledged',
  'outputsIdentical',
  'ramIdentical',
  'noWriteLost',
  'linearizable',
] as const;
export type InvariantId = (typeof invariantIds)[number];

interface HostSeen {
  acknowledged: number;
  generation: number;
  isPrimary: boolean;
}

export class Invariants {
  private readonly verdicts = new Map<InvariantId, Verdict>(
    invariantIds.map((id) => [id, { holds: true, checked: 0 }]),
  );
  private readonly liveIn = new Map<number, HostId>();
  private readonly hosts = new Map<HostId, HostSeen>();
  private readonly outputs = new Waiting<number[]>();
  private readonly memory = new Waiting<MemoryCheck>();
  /** Called once for each invariant that breaks. */
  broken: (id: InvariantId, note: string) => void = () => {};

  traced(host: HostId, { generation, event }: Traced): void {
    const seen = this.seen(host, generation);
    switch (event.kind) {
      case 'role-changed':
        seen.isPrimary = event.to === 'primary';
        return;
      case 'acknowledgment-received':
        seen.acknowledged = Math.max(seen.acknowledged, event.receivedSequence);
        return;
      case 'went-live':
        return this.wentLive(host, event.generation);
      case 'output-released':
        if (!seen.isPrimary) return;
        return this.check(
          'outputAcknowledged',
          event.sequence <= seen.acknowledged,
          `Host ${host} sent an output of batch ${event.sequence}, but only ${seen.acknowledged} was acknowledged.`,
        );
      case 'output-held':
      case 'output-dropped':
        return this.output(host, generation, event);
      default:
    }
  }

  /** Some traces of this host are missing: nothing may be concluded from what was before. */
  gap(host: HostId): void {
    const seen = this.hosts.get(host);
    if (seen !== undefined) seen.acknowledged = Infinity;
  }

  /** A host is gone, and with it what it would have told. */
  forget(host: HostId): void {
    this.hosts.delete(host);
  }

  memoryChecked(host: HostId, mine: MemoryCheck): void {
    const other = this.memory.match(`${mine.generation}:${mine.sequence}`, host, mine);
    if (other === undefined) return;
    this.check(
      'ramIdentical',
      other.value.digest === mine.digest && other.value.instructions === mine.instructions,
      `At batch ${mine.sequence} host ${other.host} had RAM ${other.value.digest} after ${other.value.instructions} instructions, host ${host} had ${mine.digest} after ${mine.instructions}.`,
    );
  }

  /** A verdict that somebody else reached: the client's checkers. */
  set(id: InvariantId, verdict: Invariant): void {
    const before = this.verdicts.get(id)!;
    if (before.holds && !verdict.holds) this.broken(id, verdict.note ?? '');
    const note = before.note ?? verdict.note;
    this.verdicts.set(id, {
      holds: before.holds && verdict.holds,
      checked: verdict.checked,
      ...(note === undefined ? {} : { note }),
    });
  }

  all(): Readonly<Record<string, Invariant>> {
    return Object.fromEntries([...this.verdicts].map(([id, verdict]) => [id, { ...verdict }]));
  }

  private wentLive(host: HostId, generation: number): void {
    const before = this.liveIn.get(generation);
    this.liveIn.set(generation, host);
    this.check(
      'oneLive',
      before === undefined || before === host,
      `Hosts ${before} and ${host} both went live in generation ${generation}.`,
    );
  }

  private output(
    host: HostId,
    generation: number,
    event: { readonly kind: string; readonly sequence: number; readonly digest: number },
  ): void {
    const key = `${generation}:${event.sequence}`;
    const mine = this.outputs.own(key, host) ?? [];
    mine.push(event.digest);
    const other = this.outputs.match(key, host, mine);
    if (other === undefined) return;
    const index = mine.length - 1;
    if (other.value.length <= index) return;
    this.check(
      'outputsIdentical',
      other.value[index] === event.digest,
      `Output ${index + 1} of batch ${event.sequence} differs between hosts ${other.host} and ${host}.`,
    );
  }

  private seen(host: HostId, generation: number): HostSeen {
    let seen = this.hosts.get(host);
    if (seen === undefined || seen.generation !== generation) {
      seen = { acknowledged: 0, generation, isPrimary: seen?.isPrimary ?? false };
      this.hosts.set(host, seen);
    }
    return seen;
  }

  private check(id: InvariantId, holds: boolean, note: string): void {
    const verdict = this.verdicts.get(id)!;
    verdict.checked++;
    if (holds || !verdict.holds) return;
    verdict.holds = false;
    verdict.note = note;
    this.broken(id, note);
  }
}

/** What two hosts tell of the same batch, until both have. */
class Waiting<T> {
  private readonly told = new Map<string, Map<HostId, T>>();

  own(key: string, host: HostId): T | undefined {
    return this.told.get(key)?.get(host);
  }

  /** Notes what `host` tells; returns what another host told of the same. */
  match(key: string, host: HostId, value: T): { readonly host: HostId; readonly value: T } | undefined {
    let byHost = this.told.get(key);
    if (byHost === undefined) {
      byHost = new Map();
      this.told.set(key, byHost);
      if (this.told.size > capacityWaiting) this.told.delete(this.told.keys().next().value!);
    }
    byHost.set(host, value);
    for (const [other, theirs] of byHost) if (other !== host) return { host: other, value: theirs };
    return undefined;
  }
}
