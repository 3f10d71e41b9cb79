/**
 * Failure detection: how long the peer has been silent, counted only while this host was awake to listen. Paper section
 * 2.3. Must not know what a message says: any traffic counts.
 */
export interface Detector {
  lastHeardMs: number;
  lastLookMs: number;
  /** Silence that this host was awake for. */
  silenceMs: number;
  /** The peer was heard since this pair began; before that it may still be making its machine (FD6). */
  acquainted: boolean;
}

export const createDetector = (atMs: number, peer: 'unknown' | 'met' = 'unknown'): Detector => ({
  lastHeardMs: atMs,
  lastLookMs: atMs,
  silenceMs: 0,
  acquainted: peer === 'met',
});

/** Any traffic from the peer is a sign of life (FD3). */
export const heard = (detector: Detector, atMs: number): void => {
  detector.lastHeardMs = atMs;
  detector.lastLookMs = Math.max(detector.lastLookMs, atMs);
  detector.silenceMs = 0;
  detector.acquainted = true;
};

/**
 * Looks at the clock. One look adds at most `clockJumpLimitMs`: when the clock jumped, because a laptop slept or a tab was
 * frozen, this host was not listening, so the time says nothing about the peer (FD4).
 */
export const look = (detector: Detector, atMs: number, clockJumpLimitMs: number): void => {
  const passedMs = atMs - detector.lastLookMs;
  if (passedMs <= 0) return;
  detector.lastLookMs = atMs;
  detector.silenceMs += Math.min(passedMs, clockJumpLimitMs);
};
