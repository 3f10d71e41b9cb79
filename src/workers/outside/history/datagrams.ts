/**
 * The client that has no TCP to protect it: datagrams and their replies by id. A reply that comes twice is what the paper
 * allows a failover to do (section 2.2), and here nobody drops it. Must not know what is asked.
 */

/** A line of the list of last requests; its reply is filled in when it comes. */
export interface RequestRow {
  readonly atMs: number;
  readonly request: string;
  reply: string | null;
  latencyMs: number | null;
}

/** Requests whose line is still known; full: the oldest is forgotten. */
const rowCapacity = 64;
/** Ids remembered; a duplicate of something older is counted as a new reply. */
const idCapacity = 4096;

export class Datagrams {
  sent = 0;
  replies = 0;
  duplicates = 0;
  private readonly rows = new Map<number, RequestRow>();
  private readonly answered = new Set<number>();

  request(id: number, row: RequestRow): void {
    this.sent++;
    this.rows.set(id, row);
    if (this.rows.size > rowCapacity) this.rows.delete(this.rows.keys().next().value!);
  }

  rowOf(id: number): RequestRow | undefined {
    return this.rows.get(id);
  }

  /** @returns whether this is the first reply to it. */
  reply(id: number): 'first' | 'duplicate' {
    if (this.answered.has(id)) {
      this.duplicates++;
      return 'duplicate';
    }
    this.replies++;
    this.answered.add(id);
    if (this.answered.size > idCapacity) this.answered.delete(this.answered.values().next().value!);
    return 'first';
  }
}
