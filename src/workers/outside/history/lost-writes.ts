/**
 * Was an acknowledged write lost? Whoever reads a key after a write was acknowledged must see that write or a later one.
 * An INCR reads too: the counter before it. Weaker than linearizability, and a failover that lost something breaks it
 * first, with evidence that a person understands at once. One instance for each key. Must not know any clock.
 */
import { operationText, type Operation, type Value } from './operation.ts';

interface Write {
  readonly operation: Operation;
  readonly startedAt: number;
  /** Infinity until it is acknowledged. */
  endedAt: number;
}

/** Older writes are forgotten; a value that none of them wrote cannot be judged, unless it is a smaller count. */
const writesKept = 64;

export class LostWrites {
  checked = 0;
  violation: string | null = null;
  private at = 0;
  private readonly startedAt = new Map<Operation, number>();
  private writes: Write[] = [];

  requested(operation: Operation): void {
    const startedAt = ++this.at;
    this.startedAt.set(operation, startedAt);
    if (operation.action === 'get') return;
    this.writes.push({ operation, startedAt, endedAt: Infinity });
    if (this.writes.length > writesKept) this.writes.shift();
  }

  settled(operation: Operation): void {
    const endedAt = ++this.at;
    const startedAt = this.startedAt.get(operation) ?? endedAt;
    this.startedAt.delete(operation);
    const { outcome, action } = operation;
    if (outcome.kind === 'refused') this.writes = this.writes.filter((write) => write.operation !== operation);
    if (outcome.kind !== 'returned') return;
    if (action !== 'set')
      this.judge(operation, action === 'get' ? outcome.value : decremented(outcome.value), startedAt);
    const write = this.writes.find((other) => other.operation === operation);
    if (write !== undefined) write.endedAt = endedAt;
    this.checked++;
  }

  private judge(reader: Operation, value: Value, startedAt: number): void {
    const others = this.writes.filter((write) => write.operation !== reader);
    const acknowledged = others.filter((write) => write.endedAt < startedAt);
    const latest = acknowledged.reduce<Write | null>(
      (best, write) => (best === null || write.startedAt > best.startedAt ? write : best),
      null,
    );
    if (latest === null) return;
    // The latest write that may be the source of what was read. One without a reply may have written any count.
    const source = others.findLast((write) => mayHaveWritten(write.operation, value));
    const isStale = source === undefined ? isOlder(value, latest.operation) : source.endedAt < latest.startedAt;
    if (isStale)
      this.violation ??= `${operationText(reader)}, after ${operationText(latest.operation)} was acknowledged`;
  }
}

function mayHaveWritten({ action, argument, outcome }: Operation, value: Value): boolean {
  if (outcome.kind === 'returned') return outcome.value === value;
  return action === 'increment' || argument === value;
}

/** A value that no known write explains: nothing at all, or a smaller count, is from before the acknowledged write. */
function isOlder(value: Value, latest: Operation): boolean {
  if (value === null) return true;
  if (latest.action !== 'increment' || latest.outcome.kind !== 'returned') return false;
  return Number(value) < Number(latest.outcome.value);
}

/** What an INCR that answered `value` found. 0 stands for no key at all as well. */
function decremented(value: Value): Value {
  return String(Number(value) - 1);
}
