/**
 * Is the history of one key linearizable? Each operation must seem to take effect at one instant between its request and
 * its reply. Checked while the history grows ("just-in-time linearization", Lowe, Testing for linearizability, 2017): the
 * set of all states that the key may have is carried along; a reply that none of them explains is a violation.
 * Memory is bounded by the operations that are open at once. Must not know who asked, or when on any clock: order is enough.
 */
import { incremented, operationText, type Operation, type Value } from './operation.ts';

/** Before the first reply the key may have any value: the disk remembers earlier runs. */
type State = { readonly kind: 'any' } | { readonly kind: 'known'; readonly value: Value };

/** One way to explain the history so far: the state it led to, and which open operations already took effect, with which result. */
interface Explanation {
  readonly state: State;
  readonly done: ReadonlyMap<Operation, Value | undefined>;
}

type HistoryEvent = { readonly kind: 'requested' | 'replied'; readonly operation: Operation };

/** Requests are looked at only once their reply is known, which leaves little to guess. Beyond this many events it guesses. */
const lookaheadEvents = 4096;
/** More explanations than this are not followed: the key is taken up anew, and the operation counts as not checked. */
const explanationLimit = 4096;
/** An operation that lost its connection and is still not seen after so many replies never reached the service. */
const settledAfterReplies = 64;

const anyState: State = { kind: 'any' };

export class KeyLinearizer {
  checked = 0;
  /** The first reply that could not be explained. The check goes on from the value that it gave. */
  violation: string | null = null;
  private events: HistoryEvent[] = [];
  private open: { readonly operation: Operation; repliesSince: number }[] = [];
  private explanations: readonly Explanation[] = [{ state: anyState, done: new Map() }];

  requested(operation: Operation): void {
    this.events.push({ kind: 'requested', operation });
    this.advance();
  }

  /** The outcome of `operation` is known now: a reply, a refusal, or that there will be none. */
  settled(operation: Operation): void {
    if (operation.outcome.kind === 'returned') this.events.push({ kind: 'replied', operation });
    this.advance();
  }

  private advance(): void {
    let next = 0;
    for (; next < this.events.length; next++) {
      const { kind, operation } = this.events[next]!;
      const isOpen = operation.outcome.kind === 'open';
      if (kind === 'requested' && isOpen && this.events.length - next < lookaheadEvents) break;
      if (kind === 'replied') this.explain(operation);
      else if (takesEffect(operation)) this.open.push({ operation, repliesSince: 0 });
    }
    this.events.splice(0, next);
  }

  private explain(operation: Operation): void {
    const found = this.explanationsWith(operation);
    this.open = this.open.filter((other) => other.operation !== operation);
    if (found === 'too-many') {
      this.explanations = [{ state: anyState, done: new Map() }];
      return;
    }
    this.checked++;
    if (found.length === 0) {
      this.violation ??= `${operationText(operation)}, but the key was ${this.describe()}`;
      this.explanations = [{ state: known(returnedValue(operation)), done: new Map() }];
      return;
    }
    this.explanations = found;
    this.giveUpUnseen();
  }

  /** All explanations in which `operation` took effect before its reply, with the result that the reply gave. */
  private explanationsWith(operation: Operation): Explanation[] | 'too-many' {
    const seen = new Set<string>();
    const found = new Map<string, Explanation>();
    const pending = [...this.explanations];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const name = nameOf(at);
      if (seen.has(name)) continue;
      seen.add(name);
      if (seen.size > explanationLimit) return 'too-many';
      if (at.done.has(operation)) {
        const guessed = at.done.get(operation);
        if (guessed !== undefined && guessed !== returnedValue(operation)) continue;
        const done = new Map(at.done);
        done.delete(operation);
        const rest = { state: at.state, done };
        found.set(nameOf(rest), rest);
        continue;
      }
      for (const { operation: other } of this.open) {
        if (at.done.has(other)) continue;
        const effect = effectOf(other, at.state);
        if (effect !== null) pending.push({ state: effect.state, done: new Map(at.done).set(other, effect.result) });
      }
    }
    return [...found.values()];
  }

  /** Operations without a reply would double the explanations for ever. */
  private giveUpUnseen(): void {
    if (this.open.length === 0) return;
    for (const other of this.open) other.repliesSince++;
    const given = this.open.filter(
      (other) => other.operation.outcome.kind === 'unknown' && other.repliesSince > settledAfterReplies,
    );
    if (given.length === 0) return;
    this.open = this.open.filter((other) => !given.includes(other));
    const merged = new Map<string, Explanation>();
    for (const { state, done } of this.explanations) {
      const rest = {
        state,
        done: new Map([...done].filter(([operation]) => !given.some((other) => other.operation === operation))),
      };
      merged.set(nameOf(rest), rest);
    }
    this.explanations = [...merged.values()];
  }

  private describe(): string {
    const values = this.explanations.map(({ state }) => (state.kind === 'any' ? 'anything' : (state.value ?? 'NIL')));
    return [...new Set(values)].slice(0, 4).join(' or ');
  }
}

function takesEffect(operation: Operation): boolean {
  if (operation.outcome.kind === 'refused') return false;
  return !(operation.action === 'get' && operation.outcome.kind === 'unknown');
}

function known(value: Value): State {
  return { kind: 'known', value };
}

function returnedValue(operation: Operation): Value {
  return operation.outcome.kind === 'returned' ? operation.outcome.value : null;
}

/** The operation's effect on the state, with the result it must then give; null when it contradicts the result it gave. */
function effectOf(
  operation: Operation,
  state: State,
): { readonly state: State; readonly result: Value | undefined } | null {
  const { action, outcome, argument } = operation;
  if (outcome.kind === 'returned') {
    const { value } = outcome;
    const fits =
      action === 'set' || state.kind === 'any' || value === (action === 'get' ? state.value : incremented(state.value));
    return fits ? { state: known(value), result: value } : null;
  }
  if (action === 'set') return { state: known(argument), result: argument };
  if (state.kind === 'any') return { state, result: undefined };
  const result = action === 'get' ? state.value : incremented(state.value);
  return { state: known(result), result };
}

function nameOf({ state, done }: Explanation): string {
  const ids = [...done].map(([operation, result]) => `${operation.id}=${result}`).sort();
  return `${state.kind === 'any' ? '?' : `=${state.value}`}|${ids.join(',')}`;
}
