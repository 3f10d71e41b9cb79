/**
 * The one animation loop of the page. Everything that moves draws from here, less often when the machine has no time for it: the
 * virtual machines need the processor more than the picture does. Knows nothing of what is drawn.
 */

/** `often`: small and cheap. `seldom`: a large canvas; half the frames are enough. `calm`: jumps, for those whom motion disturbs. */
export type Urgency = 'often' | 'seldom' | 'calm';

/** Milliseconds between two frames from which on the page counts as late, and as very late. */
const lateMs = 22;
const veryLateMs = 35;
const calmFrames = 30;
/** Weight of the newest interval in the average. */
const weight = 0.1;

/** Every how many frames a drawing is due. */
export function drawEvery(urgency: Urgency, intervalMs: number): number {
  const often = intervalMs > veryLateMs ? 4 : intervalMs > lateMs ? 2 : 1;
  if (urgency === 'calm') return calmFrames;
  return urgency === 'often' ? often : often + 1;
}

interface Drawing {
  readonly urgency: Urgency;
  readonly draw: () => void;
}

const drawings = new Set<Drawing>();
let frame = 0;
let lastMs = 0;
let averageMs = 16;
let request = 0;

function next(nowMs: number): void {
  request = requestAnimationFrame(next);
  // A page in the background gets no frames; that says nothing about the machine.
  if (nowMs - lastMs < 500) averageMs += (nowMs - lastMs - averageMs) * weight;
  lastMs = nowMs;
  frame++;
  for (const drawing of drawings) if (frame % drawEvery(drawing.urgency, averageMs) === 0) drawing.draw();
}

/** Calls `draw` before frames until the returned function is called. */
export function onFrames(urgency: Urgency, draw: () => void): () => void {
  const drawing = { urgency, draw };
  if (drawings.size === 0) request = requestAnimationFrame(next);
  drawings.add(drawing);
  return () => {
    drawings.delete(drawing);
    if (drawings.size === 0) cancelAnimationFrame(request);
  };
}
