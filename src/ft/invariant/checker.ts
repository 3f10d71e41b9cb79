/**
 * What all checkers share. A checker sees only what an outsider sees; once broken it stays broken with its first evidence.
 */
export interface Verdict {
  readonly id: string;
  readonly holds: boolean;
  /** How often there was something to check. A checker that never checked anything proves nothing. */
  readonly checked: number;
  readonly evidence: string | null;
}

export interface Checker {
  readonly id: string;
  checked: number;
  evidence: string | null;
}

export const createChecker = (id: string): Checker => ({ id, checked: 0, evidence: null });

/** Counts one check; keeps the evidence of the first that failed. */
export const check = (checker: Checker, outcome: 'holds' | { readonly evidence: string }): void => {
  checker.checked += 1;
  if (outcome !== 'holds' && checker.evidence === null) checker.evidence = outcome.evidence;
};

export const verdictOf = ({ id, checked, evidence }: Checker): Verdict => ({
  id,
  holds: evidence === null,
  checked,
  evidence,
});
