/**
 * The protocol's door: one replica of the VM on one host. Everything is in three functions, and none of them waits, reads
 * a clock or draws a random number. Paper section 2; the rules are numbered in SPEC.md.
 */
import type { Configuration } from './configuration.ts';
import type { Effect } from './effect.ts';
import type { Event } from './event.ts';
import type { HostId } from './host-id.ts';
import type { Report } from './report.ts';
import type { Replica } from './replica/state.ts';
import type { Rules } from './rules.ts';

export type { Replica };

/** A host without a VM. Feed it `started` first. */
export declare const createReplica: (options: { readonly self: HostId; readonly configuration: Configuration; readonly rules: Rules }) => Replica;
/** Advances the replica by one event; the host carries out the effects in order. */
export declare const step: (replica: Replica, event: Event) => Effect[];
/** Lab time at which `time-passed` must be sent at the latest. */
export declare const nextWakeMs: (replica: Replica) => number;
export declare const report: (replica: Replica) => Report;
