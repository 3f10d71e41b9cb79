/**
 * Finds segments whose data was on the wire before: TCP's retransmissions, and what a new primary sends again because it
 * cannot know that the old one did (paper section 2.2). Must not know the switch or the page.
 */
import type { TcpFrame } from '../packets/tcp-frame.ts';

/** Flows remembered; the one that was silent the longest is forgotten. */
const flowCapacity = 256;

export class TcpFlows {
  /** For each flow, the sequence number after the last byte that was seen. */
  private readonly ends = new Map<string, number>();

  /** Takes note of a segment. @returns whether it carries data of which the first byte was seen before. */
  isRepeated(segment: TcpFrame): boolean {
    const known = this.ends.get(segment.flow);
    const end = (segment.sequence + segment.payloadLength + (segment.isSyn ? 1 : 0)) >>> 0;
    if (known === undefined || segment.isSyn) {
      this.remember(segment.flow, end);
      return false;
    }
    // Sequence numbers wrap, so their difference counts, as a signed number.
    const isRepeated = segment.payloadLength > 0 && ((segment.sequence - known) | 0) < 0;
    this.remember(segment.flow, ((end - known) | 0) > 0 ? end : known);
    return isRepeated;
  }

  private remember(flow: string, end: number): void {
    this.ends.delete(flow);
    this.ends.set(flow, end);
    if (this.ends.size > flowCapacity) this.ends.delete(this.ends.keys().next().value!);
  }
}
