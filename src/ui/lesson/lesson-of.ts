/** Which lesson is about a rule, and about an invariant that broke. Must not know how either is shown. */
const ofRule: Readonly<Record<string, string>> = {
  outputRule: 'output-rule',
  outputEntry: 'output-entry',
  weakOutputRule: 'output-entry',
  clockLogging: 'clock-and-random',
  randomLogging: 'random-numbers',
  exactDelivery: 'interrupts',
  bounceBuffers: 'bounce-buffers',
  testAndSet: 'split-brain',
  idempotentTestAndSet: 'lost-reply',
  reissue: 'pending-disk-operations',
  announceLocation: 'the-new-place',
  backPressure: 'logging-channel',
  lagControl: 'execution-lag',
  checksums: 'a-flipped-bit',
};

const ofInvariant: Readonly<Record<string, string>> = {
  oneLive: 'split-brain',
  outputAcknowledged: 'output-rule',
  outputsIdentical: 'deterministic-replay',
  ramIdentical: 'deterministic-replay',
  noWriteLost: 'output-rule',
  linearizable: 'output-rule',
};

/** Id of the lesson that shows the harm of a rule that is not followed. */
export function lessonOfRule(rule: string): string | null {
  return ofRule[rule] ?? null;
}

/** Id of the lesson that shows how an invariant breaks. */
export function lessonOfInvariant(invariant: string): string | null {
  return ofInvariant[invariant] ?? null;
}
