/**
 * What a replica did, for the timeline and the list of events. Carries no duty: leaving a trace out changes nothing.
 * `sequence` is a batch's, so the same event on both sides has the same number.
 */
import type { HostId } from './host-id.ts';
import type { LogEntryKind } from './log-entry.ts';
import type { Role } from './role.ts';
import type { RuleId } from './rules.ts';

export type EntryCounts = Readonly<Partial<Record<LogEntryKind, number>>>;

export type StallReason =
  | 'log-buffer-full'
  | 'output-queue-full'
  | 'log-buffer-empty'
  | 'paused-for-vmotion'
  | 'waiting-for-own-disk'
  | 'waiting-for-storage'
  | 'powered-off'
  | 'no-machine';

export type VmotionPhase =
  | 'requested'
  | 'quiescing'
  | 'snapshot-taken'
  | 'offered'
  | 'ready'
  | 'committing'
  | 'committed'
  | 'finished'
  | 'aborted'
  | 'retired';

export type TraceEvent =
  | {
      readonly kind: 'batch-sent';
      readonly sequence: number;
      readonly bytes: number;
      readonly instructions: number;
      readonly entries: EntryCounts;
    }
  | {
      readonly kind: 'batch-received';
      readonly sequence: number;
      readonly bytes: number;
      readonly instructions: number;
      readonly entries: EntryCounts;
    }
  | {
      readonly kind: 'batch-replayed';
      readonly sequence: number;
      readonly instructions: number;
      readonly lagMs: number;
    }
  | { readonly kind: 'acknowledgment-sent'; readonly receivedSequence: number; readonly executedSequence: number }
  | { readonly kind: 'acknowledgment-received'; readonly receivedSequence: number; readonly executedSequence: number }
  | {
      readonly kind: 'output-held' | 'output-released' | 'output-dropped' | 'output-sent-again';
      readonly sequence: number;
      readonly output: 'packet-sent' | 'disk-requested';
      readonly bytes: number;
      readonly digest: number;
    }
  | { readonly kind: 'heartbeat-sent' | 'heartbeat-received'; readonly peer: HostId }
  | {
      readonly kind: 'role-changed';
      readonly from: Role;
      readonly to: Role;
      readonly generation: number;
      readonly reason: string;
    }
  | { readonly kind: 'peer-lost'; readonly peer: HostId; readonly silenceMs: number }
  | { readonly kind: 'test-and-set-asked'; readonly generation: number; readonly attempt: number }
  | { readonly kind: 'test-and-set-won' | 'test-and-set-lost'; readonly generation: number; readonly owner: HostId }
  | { readonly kind: 'test-and-set-unreachable'; readonly generation: number; readonly attempt: number }
  | {
      readonly kind: 'went-live';
      readonly generation: number;
      readonly sequence: number;
      readonly outputsSentAgain: number;
      readonly operationsReissued: number;
      readonly claimed: boolean;
    }
  | { readonly kind: 'location-announced' }
  | {
      readonly kind: 'disk-issued' | 'disk-reissued' | 'disk-completed';
      readonly operation: number;
      readonly request: 'read' | 'write';
    }
  | { readonly kind: 'diverged'; readonly sequence: number; readonly what: string }
  | {
      readonly kind: 'vmotion';
      readonly phase: VmotionPhase;
      readonly generation: number;
      readonly peer: HostId | null;
      readonly detail: string;
    }
  | { readonly kind: 'throttled'; readonly percent: number; readonly lagMs: number }
  | { readonly kind: 'stalled'; readonly reason: StallReason }
  | { readonly kind: 'resumed'; readonly reason: StallReason }
  | { readonly kind: 'input-dropped' | 'input-refused'; readonly input: LogEntryKind; readonly reason: string }
  | { readonly kind: 'message-ignored'; readonly peer: HostId; readonly reason: string }
  | { readonly kind: 'command-refused'; readonly command: string; readonly reason: string }
  | { readonly kind: 'rule-changed'; readonly rule: RuleId; readonly on: boolean }
  | { readonly kind: 'powered-off' };
