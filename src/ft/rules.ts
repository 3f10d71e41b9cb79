/**
 * The mechanisms of the paper as switches. On is the paper; off does the wrong thing for real, so that a learner can
 * watch it break. Must not know what a switch does: the code that owns the mechanism asks for it.
 */
export interface Rule {
  readonly id: RuleId;
  /** One plain sentence for the page: what the mechanism does. */
  readonly sentence: string;
  /** Section of the paper, or 'lecture'. */
  readonly section: string;
  /** How the paper has it. Only the weakened Output Rule is off in the paper. */
  readonly standard: 'on' | 'off';
}

export const ruleIds = [
  'outputRule',
  'outputEntry',
  'weakOutputRule',
  'clockLogging',
  'randomLogging',
  'exactDelivery',
  'bounceBuffers',
  'testAndSet',
  'idempotentTestAndSet',
  'reissue',
  'announceLocation',
  'backPressure',
  'lagControl',
  'checksums',
] as const;

export type RuleId = (typeof ruleIds)[number];

export type Rules = Readonly<Record<RuleId, boolean>>;

const described: Record<RuleId, Omit<Rule, 'id' | 'standard'>> = {
  outputRule: {
    sentence: 'An output waits until the backup has acknowledged the log entry of the operation that produced it.',
    section: '2.2',
  },
  outputEntry: {
    sentence: 'Every output has a log entry of its own, so that a backup replays up to it before it goes live.',
    section: '2.2',
  },
  weakOutputRule: {
    sentence: 'Weakened on purpose: an output waits for the inputs before it, but not for its own log entry.',
    section: '2.2',
  },
  clockLogging: { sentence: 'What the guest reads from its clocks is logged and replayed.', section: '2.1' },
  randomLogging: { sentence: 'Random numbers of the processor are logged and replayed.', section: '2.1' },
  exactDelivery: {
    sentence: 'The backup delivers each input at the exact instruction at which the primary did.',
    section: '2.1',
  },
  bounceBuffers: {
    sentence: 'Data read from the disk reaches guest memory only when its completion is delivered.',
    section: '3.4',
  },
  testAndSet: {
    sentence: 'Nobody goes live without winning an atomic test-and-set on the shared storage.',
    section: '2.3',
  },
  idempotentTestAndSet: {
    sentence: 'Asking test-and-set again after a lost reply gives the winner the same answer.',
    section: '2.3',
  },
  reissue: {
    sentence: 'Disk operations that were pending at a failover are issued again by the new primary.',
    section: '3.4',
  },
  announceLocation: {
    sentence: 'A new primary announces its address, so that the switch sends packets to its port.',
    section: '2.3',
  },
  backPressure: { sentence: 'The primary stops when its log buffer is full.', section: '3.2' },
  lagControl: {
    sentence: 'A backup that lags by more than a second makes the primary run a little slower.',
    section: '3.2',
  },
  checksums: {
    sentence: 'A message with a wrong checksum is never executed: its host stops instead.',
    section: 'lecture',
  },
};

const standardOf = (id: RuleId): 'on' | 'off' => (id === 'weakOutputRule' ? 'off' : 'on');

export const ruleList: readonly Rule[] = ruleIds.map((id) => ({ id, ...described[id], standard: standardOf(id) }));

/** The paper's protocol. */
export const standardRules: Rules = Object.fromEntries(ruleIds.map((id) => [id, standardOf(id) === 'on'])) as Record<
  RuleId,
  boolean
>;
