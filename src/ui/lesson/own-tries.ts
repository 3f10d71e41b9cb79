/** One's own predictions, kept in this browser and nowhere else: how often each answer was picked. Must not know the lab. */
const storageKey = 'lockstep.predictions';

type Tries = Record<string, number[]>;

function read(): Tries {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    return stored !== null && typeof stored === 'object' ? (stored as Tries) : {};
  } catch {
    return {};
  }
}

/** How often each answer of a question was picked so far. */
export function ownTries(question: string, answers: number): readonly number[] {
  const stored: unknown = read()[question];
  const counts: readonly unknown[] = Array.isArray(stored) ? stored : [];
  return Array.from({ length: answers }, (_, index) => Number(counts[index]) || 0);
}

export function noteTry(question: string, answer: number, answers: number): void {
  const counts = [...ownTries(question, answers)];
  counts[answer] = (counts[answer] ?? 0) + 1;
  try {
    localStorage.setItem(storageKey, JSON.stringify({ ...read(), [question]: counts }));
  } catch {
    // A browser that keeps nothing still shows whether the prediction came true.
  }
}
