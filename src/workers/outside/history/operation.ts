/**
 * A request to the service's database as an operation on one key, and what its reply says about that key.
 * The only file of the history that knows the database's language: "INCR hits" → "OK 12".
 */

/** A value that a key can have; null is NIL, the key does not exist. */
export type Value = string | null;

export type Outcome =
  /** No reply yet. */
  | { readonly kind: 'open' }
  /** The value read (GET), or the value that the key has now (SET, INCR). */
  | { readonly kind: 'returned'; readonly value: Value }
  /** An error reply: nothing was changed. */
  | { readonly kind: 'refused' }
  /** The connection was lost first: it may have taken effect, or may yet, or never. */
  | { readonly kind: 'unknown' };

export interface Operation {
  readonly id: number;
  readonly action: 'get' | 'set' | 'increment';
  readonly key: string;
  /** What a SET asks to write; empty otherwise. */
  readonly argument: string;
  outcome: Outcome;
}

/** @returns null when the request is about no key (PING, or an error). */
export function operationOf(id: number, request: string): Operation | null {
  const [verb, key, ...rest] = request.trim().split(/ +/);
  if (key === undefined) return null;
  const make = (action: Operation['action'], argument: string): Operation => ({
    id,
    action,
    key,
    argument,
    outcome: { kind: 'open' },
  });
  if (verb === 'GET') return make('get', '');
  if (verb === 'SET') return make('set', rest.join(' '));
  return verb === 'INCR' ? make('increment', '') : null;
}

export function outcomeOf(reply: string): Outcome {
  if (reply === 'NIL') return { kind: 'returned', value: null };
  if (reply === 'OK' || reply.startsWith('OK ')) return { kind: 'returned', value: reply.slice(3) };
  return { kind: 'refused' };
}

/** The value that an INCR leaves, as the database counts: what is no number counts as 0. */
export function incremented(value: Value): string {
  const count = parseInt(value ?? '0', 10);
  return String((Number.isNaN(count) ? 0 : count) + 1);
}

/** "INCR hits → 12", for evidence. */
export function operationText(operation: Operation): string {
  const { action, key, argument, outcome } = operation;
  const request = action === 'get' ? `GET ${key}` : action === 'set' ? `SET ${key} ${argument}` : `INCR ${key}`;
  return outcome.kind === 'returned' ? `${request} → ${outcome.value ?? 'NIL'}` : `${request} → no reply`;
}
