/** Where on the wire a batch or its acknowledgment is at a moment of lab time. Pure. */
import type { Flight } from '../../workers/lab/model.ts';

export interface Positions {
  /** 0 at the primary, 1 at the backup; null when the batch is not on its way. */
  readonly batch: number | null;
  /** 0 at the backup, 1 at the primary; null when no acknowledgment is on its way. */
  readonly acknowledgment: number | null;
}

/** A message that is not known to have arrived waits just before the end. */
const almostThere = 0.97;

function progress(fromMs: number, nowMs: number, takesMs: number): number {
  return Math.min(almostThere, Math.max(0, (nowMs - fromMs) / Math.max(takesMs, 0.001)));
}

/** @param oneWayMs what the link's delay lets one expect, lab milliseconds. */
export function positionsOf(flight: Flight, nowMs: number, oneWayMs: number): Positions {
  const { sentMs, receivedMs, acknowledgedMs } = flight;
  if (nowMs < sentMs) return { batch: null, acknowledgment: null };
  if (receivedMs === null) return { batch: progress(sentMs, nowMs, oneWayMs), acknowledgment: null };
  if (nowMs < receivedMs) return { batch: progress(sentMs, nowMs, receivedMs - sentMs), acknowledgment: null };
  if (acknowledgedMs === null) return { batch: null, acknowledgment: progress(receivedMs, nowMs, oneWayMs) };
  if (nowMs < acknowledgedMs)
    return { batch: null, acknowledgment: progress(receivedMs, nowMs, acknowledgedMs - receivedMs) };
  return { batch: null, acknowledgment: null };
}
