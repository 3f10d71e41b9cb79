/** The paper's words, each explained in a sentence or two with its section. What the page says on hover and focus. */

export interface GlossaryEntry {
  readonly title: string;
  readonly text: string;
  /** Section of the paper, or "this lab" for words that are ours. */
  readonly section: string;
}

export const glossary = {
  primary: {
    title: 'Primary',
    text: 'The virtual machine that takes input and speaks to the world. It logs everything that it could not have known by itself.',
    section: '2',
  },
  backup: {
    title: 'Backup',
    text: 'A second virtual machine on another host that executes the same instructions from the log. Its outputs are dropped.',
    section: '2',
  },
  lockstep: {
    title: 'Virtual lockstep',
    text: 'Both machines execute the same instructions with the same data, the backup a little later.',
    section: '2',
  },
  hypervisor: {
    title: 'Hypervisor',
    text: 'The software under a virtual machine. It sees every input and output, so it can log and replay them without changing the guest.',
    section: '2.1',
  },
  'logging-channel': {
    title: 'Logging channel',
    text: 'The connection on which the primary sends log entries, and on which acknowledgments and heartbeats return.',
    section: '2.1',
  },
  'log-entry': {
    title: 'Log entry',
    text: 'One input or one nondeterministic result, with the place in the instruction stream where it belongs.',
    section: '2.1',
  },
  'log-buffer': {
    title: 'Log buffer',
    text: 'Entries wait here: on the primary until acknowledged, on the backup until replayed. Backup empty: it waits. Primary full: it stops.',
    section: '3.2',
  },
  acknowledgment: {
    title: 'Acknowledgment',
    text: 'The backup confirms entries when they arrive in its buffer, before it executes them.',
    section: '2.2',
  },
  'deterministic-replay': {
    title: 'Deterministic replay',
    text: 'Start two machines alike and give both the same inputs at the same instructions, and they stay alike.',
    section: '2.1',
  },
  nondeterminism: {
    title: 'Nondeterminism',
    text: 'What two machines would not agree on by themselves: the time, random numbers, and the moment at which an interrupt arrives.',
    section: '2.1',
  },
  'output-rule': {
    title: 'Output Rule',
    text: 'The primary may not send an output until the backup has received and acknowledged the log entry of the operation that produced it.',
    section: '2.2',
  },
  'output-gate': {
    title: 'Output gate',
    text: 'Where the hypervisor holds outputs until their acknowledgment. Only the output waits; the machine goes on.',
    section: '2.2',
  },
  'go-live': {
    title: 'Go live',
    text: 'To stop replaying and begin to execute as the machine that the world talks to.',
    section: '2.3',
  },
  heartbeat: {
    title: 'Heartbeat',
    text: 'A short message that says “I am here”. With the log traffic it tells each host whether the other is alive.',
    section: '2.3',
  },
  'split-brain': {
    title: 'Split brain',
    text: 'Both sides believe that the other one is dead and both go live. Test-and-set makes it impossible.',
    section: '2.3',
  },
  'test-and-set': {
    title: 'Test-and-set',
    text: 'An atomic operation on the shared storage. Whoever sets the flag first may go live; the other halts itself.',
    section: '2.3',
  },
  'shared-storage': {
    title: 'Shared storage',
    text: 'The disk that both hosts reach. It outlives either of them, and it is the tie-breaker.',
    section: '2.3',
  },
  generation: {
    title: 'Generation',
    text: 'Each pair of primary and backup has its own flag. A new backup begins a new generation.',
    section: 'this lab',
  },
  'fail-stop': {
    title: 'Fail-stop',
    text: 'A failure that is noticed before it does harm outside: the host just stops.',
    section: '1',
  },
  'ft-vmotion': {
    title: 'FT VMotion',
    text: 'Copies a running machine to another host without stopping it for long, and leaves the copy as its backup.',
    section: '3.1',
  },
  'execution-lag': {
    title: 'Execution lag',
    text: 'How far the backup is behind the primary, in time. It adds to the time that a failover takes.',
    section: '3.2',
  },
  'cpu-limit': {
    title: 'CPU limit',
    text: 'When the backup falls behind by more than a second, the primary gets slightly less CPU, until the backup has caught up.',
    section: '3.2',
  },
  'control-entry': {
    title: 'Control entry',
    text: 'A log entry for what an administrator does to the machine, such as powering it off.',
    section: '3.3',
  },
  'bounce-buffer': {
    title: 'Bounce buffer',
    text: 'Disk data lands here first and reaches the guest’s memory only when the completion is delivered, so no program can see it early.',
    section: '3.4',
  },
  'state-transfer': {
    title: 'State transfer',
    text: 'The other way to keep a backup: copy the memory that changed. The page counts changed pages and shows what that would need.',
    section: '6',
  },
  divergence: {
    title: 'Divergence',
    text: 'The two machines are no longer alike. Deterministic replay makes it impossible, so the lab checks for it all the time.',
    section: '2.1',
  },
  slice: {
    title: 'Slice',
    text: 'What the processor runs between two looks at its timers, about 100 000 instructions. An interrupt can only land at the end of one.',
    section: 'this lab',
  },
  batch: {
    title: 'Batch',
    text: 'The log entries of one frame, about a millisecond of execution. They travel together.',
    section: 'this lab',
  },
  'lab-time': {
    title: 'Lab time',
    text: 'The clock of guests, links and timeouts. Slow motion slows all of them together, so nothing is falsely declared dead.',
    section: 'this lab',
  },
  spare: {
    title: 'Spare host',
    text: 'A server without a virtual machine. The clustering service picks it when a new backup is needed.',
    section: '3.1',
  },
} as const satisfies Readonly<Record<string, GlossaryEntry>>;

export type GlossaryWord = keyof typeof glossary;
