/**
 * What a share link carries: everything that makes an experiment the same elsewhere, and nothing that is a deed of a person
 * at the screen (crashes, cuts), which whoever opens the link does again. Types only.
 */
import type { DiskConfiguration } from '../../../ft/configuration.ts';
import type { HostId } from '../../../ft/host-id.ts';
import type { RuleId } from '../../../ft/rules.ts';
import type { LinkName } from '../cables.ts';
import type { Redundancy } from '../redundancy.ts';

export interface SharedLink {
  readonly link: LinkName;
  /** Undefined: all hosts. */
  readonly host?: HostId;
  readonly rttMs: number;
  /** 0: no limit. */
  readonly bitsPerSecond: number;
  /** 0 to 1. */
  readonly loss: number;
}

export type ClientVerb = 'INCR' | 'SET' | 'GET' | 'MIX';
export interface ClientLoad {
  /** Requests a second per connection, 0 for as fast as replies come. */
  readonly rate: number;
  readonly connections: number;
  readonly verb: ClientVerb;
}

export interface ShareSettings {
  readonly scenario?: string;
  /** Rules that are not as in the paper. */
  readonly rules: readonly { readonly rule: RuleId; readonly on: boolean }[];
  readonly links: readonly SharedLink[];
  readonly storage?: { readonly latencyMs: number; readonly offline: boolean };
  readonly disk?: DiskConfiguration;
  readonly redundancy?: Redundancy;
  /** The client sends requests by itself. */
  readonly client?: ClientLoad;
  readonly speed?: number;
  /** Of injected faults: losses and damage on links. */
  readonly seed?: number;
}

export const noSettings: ShareSettings = { rules: [], links: [] };

export interface OpenedLink {
  readonly settings: ShareSettings;
  /** What could not be understood and was left out, one sentence each. */
  readonly problems: readonly string[];
}
