/** A seeded shuffled deck: every fault comes once before any comes again. Must not know what it deals. */

/** An endless order of `cards`; the n-th of a seed is always the same. */
export function* deal<Card>(cards: readonly Card[], random: () => number): Generator<Card, never> {
  for (;;) {
    const deck = [...cards];
    for (let last = deck.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [deck[last], deck[other]] = [deck[other]!, deck[last]!];
    }
    yield* deck;
  }
}
