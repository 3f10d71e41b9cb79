/**
 * Stands outside the replicas and tells the checkers what can be seen from there: frames that ran, acknowledgments that
 * were sent, outputs that left, who went live, what clients were answered. Adds the checks that only a simulation can
 * make, because only it knows what it broke.
 */
import type { FrameResult } from '../event.ts';
import type { HostId } from '../host-id.ts';
import { check, createChecker, verdictOf } from '../invariant/checker.ts';
import type { Verdict } from '../invariant/checker.ts';
import { checkHistory, createLinearizable } from '../invariant/linearizable.ts';
import { checkDisk, createNoWriteLost } from '../invariant/no-write-lost.ts';
import { createOneLive, pairFormed, wentLive } from '../invariant/one-live.ts';
import { acknowledged, createOutputAcknowledged, outputLeft } from '../invariant/output-acknowledged.ts';
import { createSameOnBoth, observe, placeOf } from '../invariant/same-on-both.ts';
import type { Replica } from '../replica.ts';
import { outputDigest } from '../replica/outputs.ts';
import type { TraceEvent } from '../trace.ts';
import type { Fault } from './schedule.ts';
import type { SimClient } from './sim-client.ts';

/** Lag that the controller of 3.2 must prevent, with the simulation's short periods. */
const lagBoundMs = 450;

export class Observer {
  readonly oneLive = createOneLive();
  readonly outputAcknowledged = createOutputAcknowledged();
  readonly outputsIdentical = createSameOnBoth('outputsIdentical');
  readonly ramIdentical = createSameOnBoth('ramIdentical');
  readonly linearizable = createLinearizable();
  readonly noWriteLost = createNoWriteLost();
  /** No request is answered twice with different answers. */
  readonly oneAnswer = createChecker('oneAnswer');
  /** Hosts stop for reasons that exist. */
  readonly noSpuriousHalt = createChecker('noSpuriousHalt');
  /** Nobody is declared lost when nothing happened to anybody. */
  readonly noFalseAlarm = createChecker('noFalseAlarm');
  readonly corruptionStops = createChecker('corruptionStops');
  readonly lagBounded = createChecker('lagBounded');
  /** The VM is somewhere, and clients are answered. */
  readonly survives = createChecker('survives');
  readonly progress = createChecker('progress');
  failovers = 0;
  frames = 0;
  isPoweredOff = false;
  readonly #faults = new Set<Fault['kind']>();

  faultHappened(kind: Fault['kind']): void {
    this.#faults.add(kind);
  }

  traced(host: HostId, replica: Replica, event: TraceEvent): void {
    switch (event.kind) {
      case 'role-changed':
        if (event.to === 'primary') pairFormed(this.oneLive, event.generation);
        if (event.to === 'halted') this.#halted(host, replica, event.reason);
        return;
      case 'went-live':
        wentLive(this.oneLive, host, event.generation);
        this.failovers += 1;
        return;
      case 'acknowledgment-sent':
        acknowledged(this.outputAcknowledged, replica.generation, event.receivedSequence);
        return;
      case 'output-released':
        if (replica.role === 'primary') outputLeft(this.outputAcknowledged, replica.generation, event.sequence);
        return;
      case 'batch-replayed':
        this.#lagged(event.lagMs);
        return;
      case 'peer-lost':
        this.#lost(host, event.peer);
        return;
      case 'powered-off':
        this.isPoweredOff = true;
        return;
      default:
    }
  }

  frameRan(host: HostId, replica: Replica, sequence: number, result: FrameResult): void {
    this.frames += 1;
    if (replica.role === 'live-alone') return;
    let outputs = result.outputs.length;
    for (const output of result.outputs) outputs = (Math.imul(outputs, 31) + outputDigest(output)) >>> 0;
    const place = placeOf(replica.generation, sequence);
    observe(this.outputsIdentical, host, place, outputs);
    observe(this.ramIdentical, host, place, result.registersDigest);
  }

  /** A damaged message was handed to a replica that listens to its sender. */
  damagedArrived(host: HostId, replica: Replica): void {
    check(
      this.corruptionStops,
      replica.role === 'halted' ? 'holds' : { evidence: `host ${host} took a damaged message and is ${replica.role}` },
    );
  }

  finish(clients: readonly SimClient[], onDisk: ((key: number) => number) | null): void {
    const history = clients.flatMap((client) => client.wholeHistory());
    checkHistory(this.linearizable, history);
    for (const client of clients) {
      const contradiction = client.contradictions[0];
      check(this.oneAnswer, contradiction === undefined ? 'holds' : { evidence: contradiction });
    }
    if (onDisk !== null) checkDisk(this.noWriteLost, history, onDisk);
  }

  verdicts(): Verdict[] {
    return [
      this.oneLive,
      this.outputAcknowledged,
      this.outputsIdentical,
      this.ramIdentical,
      this.linearizable,
      this.noWriteLost,
      this.oneAnswer,
      this.noSpuriousHalt,
      this.noFalseAlarm,
      this.corruptionStops,
      this.lagBounded,
      this.survives,
      this.progress,
    ].map(verdictOf);
  }

  #happened(...kinds: Fault['kind'][]): boolean {
    return kinds.some((kind) => this.#faults.has(kind));
  }

  #halted(host: HostId, replica: Replica, reason: string): void {
    const isExplained =
      (reason === 'bad-checksum' && this.#happened('corrupt-logging')) ||
      (reason === 'batch-missing' && this.#happened('cut-logging', 'freeze')) ||
      (reason === 'powered-off' && this.#happened('power-off')) ||
      // A slow backup that reads the disk itself, and has not heard yet that the pair goes on without it.
      (reason === 'fenced' && replica.half === 'backup' && this.#happened('move')) ||
      ((reason === 'test-and-set-lost' || reason === 'fenced') &&
        this.#happened(
          'crash',
          'freeze',
          'cut-logging',
          'corrupt-logging',
          'cut-storage',
          'slow-logging',
          'lose-reply',
        ));
    check(this.noSpuriousHalt, isExplained ? 'holds' : { evidence: `host ${host} halted: ${reason}` });
  }

  #lagged(lagMs: number): void {
    if (
      this.#happened(
        'cut-logging',
        'freeze',
        'slow-logging',
        'clock-jump',
        'crash',
        'corrupt-logging',
        'storage-offline',
        'cut-storage',
      )
    )
      return;
    check(this.lagBounded, lagMs <= lagBoundMs ? 'holds' : { evidence: `the backup lagged ${Math.round(lagMs)} ms` });
  }

  #lost(host: HostId, peer: HostId): void {
    const isExplained = this.#happened('crash', 'freeze', 'cut-logging', 'corrupt-logging', 'power-off', 'cut-storage');
    check(this.noFalseAlarm, isExplained ? 'holds' : { evidence: `host ${host} declared host ${peer} lost` });
  }
}
