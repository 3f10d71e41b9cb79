/**
 * What must always hold, on the page: the protocol's own checkers (src/ft/invariant, which the simulation runs too), fed
 * with what hosts and client reported. A broken one stays broken, with its evidence, until the lab is reset. Must not
 * know the protocol's insides.
 */
import type { HostId } from '../../ft/host-id.ts';
import { verdictOf, type Checker } from '../../ft/invariant/checker.ts';
import { createOneLive, pairFormed, wentLive } from '../../ft/invariant/one-live.ts';
import { acknowledged, createOutputAcknowledged, outputLeft } from '../../ft/invariant/output-acknowledged.ts';
import { createSameOnBoth, observe, placeOf, placesInBatch } from '../../ft/invariant/same-on-both.ts';
import type { MemoryCheck, Traced } from '../host/messages.ts';
import type { Invariant } from './lab.ts';

type OfHosts = 'oneLive' | 'outputAcknowledged' | 'outputsIdentical' | 'ramIdentical';
type OfClient = 'noWriteLost' | 'linearizable';
export type InvariantId = OfHosts | OfClient;

/** How far a host's traces were followed. */
interface HostSeen {
  generation: number;
  isPrimary: boolean;
  /** Outputs of the newest batch so far. */
  sequence: number;
  outputs: number;
}

export class Invariants {
  private readonly oneLive = createOneLive();
  private readonly outputAcknowledged = createOutputAcknowledged();
  private readonly outputsIdentical = createSameOnBoth('outputsIdentical');
  private readonly ramIdentical = createSameOnBoth('ramIdentical');
  /** Verdicts that the client's own checkers reached. */
  private readonly ofClient = new Map<OfClient, Invariant>([
    ['noWriteLost', { holds: true, checked: 0 }],
    ['linearizable', { holds: true, checked: 0 }],
  ]);
  private readonly hosts = new Map<HostId, HostSeen>();
  /** Called once for each invariant that breaks. */
  broken: (id: InvariantId, note: string) => void = () => {};

  traced(host: HostId, { generation, event }: Traced): void {
    const seen = this.seen(host, generation);
    switch (event.kind) {
      case 'role-changed':
        seen.isPrimary = event.to === 'primary';
        if (seen.isPrimary) pairFormed(this.oneLive, event.generation);
        return;
      case 'acknowledgment-received':
        return acknowledged(this.outputAcknowledged, generation, event.receivedSequence);
      case 'went-live':
        return this.check('oneLive', this.oneLive, () => wentLive(this.oneLive, host, event.generation));
      case 'output-released':
        if (!seen.isPrimary) return;
        return this.check('outputAcknowledged', this.outputAcknowledged, () =>
          outputLeft(this.outputAcknowledged, generation, event.sequence),
        );
      case 'output-held':
      case 'output-dropped':
        return this.outputMade(host, seen, event);
      default:
    }
  }

  /** Some traces of this host are missing: what it was acknowledged is not known any more. */
  gap(host: HostId): void {
    const seen = this.hosts.get(host);
    if (seen !== undefined) acknowledged(this.outputAcknowledged, seen.generation, Infinity);
  }

  /** A host is gone, and with it what it would have told. */
  forget(host: HostId): void {
    this.hosts.delete(host);
  }

  memoryChecked(host: HostId, { generation, sequence, instructions, digest }: MemoryCheck): void {
    this.check('ramIdentical', this.ramIdentical, () =>
      observe(
        this.ramIdentical,
        host,
        placeOf(generation, sequence),
        `RAM ${digest} after ${instructions} instructions`,
      ),
    );
  }

  /** A verdict that somebody else reached: the client's checkers. */
  set(id: OfClient, verdict: Invariant): void {
    const before = this.ofClient.get(id)!;
    if (before.holds && !verdict.holds) this.broken(id, verdict.note ?? '');
    const note = before.note ?? verdict.note;
    this.ofClient.set(id, {
      holds: before.holds && verdict.holds,
      checked: verdict.checked,
      ...(note === undefined ? {} : { note }),
    });
  }

  all(): Readonly<Record<InvariantId, Invariant>> {
    return {
      oneLive: invariantOf(this.oneLive),
      outputAcknowledged: invariantOf(this.outputAcknowledged),
      outputsIdentical: invariantOf(this.outputsIdentical),
      ramIdentical: invariantOf(this.ramIdentical),
      noWriteLost: { ...this.ofClient.get('noWriteLost')! },
      linearizable: { ...this.ofClient.get('linearizable')! },
    };
  }

  /** The first output of a batch is compared with the other side's first, and so on. */
  private outputMade(
    host: HostId,
    seen: HostSeen,
    { sequence, digest }: { readonly sequence: number; readonly digest: number },
  ): void {
    seen.outputs = seen.sequence === sequence ? seen.outputs + 1 : 1;
    seen.sequence = sequence;
    if (seen.outputs > placesInBatch) return;
    const place = placeOf(seen.generation, sequence, seen.outputs - 1);
    this.check('outputsIdentical', this.outputsIdentical, () =>
      observe(this.outputsIdentical, host, place, `output ${digest.toString(16)}`),
    );
  }

  private seen(host: HostId, generation: number): HostSeen {
    let seen = this.hosts.get(host);
    if (seen === undefined || seen.generation !== generation) {
      seen = { generation, isPrimary: seen?.isPrimary ?? false, sequence: 0, outputs: 0 };
      this.hosts.set(host, seen);
    }
    return seen;
  }

  private check(id: OfHosts, checker: Checker, look: () => void): void {
    const heldBefore = checker.evidence === null;
    look();
    if (heldBefore && checker.evidence !== null) this.broken(id, checker.evidence);
  }
}

function invariantOf(checker: Checker): Invariant {
  const { holds, checked, evidence } = verdictOf(checker);
  return { holds, checked, ...(evidence === null ? {} : { note: evidence }) };
}
