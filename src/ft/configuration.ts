/**
 * Every period, timeout and capacity of the protocol in one place. The paper leaves nearly all of them open; SPEC.md says
 * why each has its value. Times are lab time, so slow motion slows the protocol together with the guest.
 */
export interface Configuration {
  /** Between two heartbeats to the peer (FD1). */
  readonly heartbeatPeriodMs: number;
  /** Silence of the peer after which it is declared lost (FD2). */
  readonly detectionTimeoutMs: number;
  /** The same for a peer that has said nothing yet: it may be deaf while its machine is made (FD6). */
  readonly firstContactTimeoutMs: number;
  /** The most silence that one look at the clock may add: a host that slept has not listened (FD4). */
  readonly clockJumpLimitMs: number;
  /** Batches sent and not acknowledged; full: the primary stops (LC3). */
  readonly primaryBufferBytes: number;
  /** Batches received and not executed; full: the backup leaves messages unread and unacknowledged (LC4). */
  readonly backupBufferBytes: number;
  /** Outputs waiting for their acknowledgment; full: the VM pauses (OR5). */
  readonly outputQueueCapacity: number;
  /** Outputs that a backup keeps because they may not have been sent; full: the oldest is forgotten (GL5). */
  readonly keptOutputCapacity: number;
  /** Packets waiting for the next frame; full: dropped, as a NIC's ring does (NW2). */
  readonly packetQueueCapacity: number;
  /** Console input waiting for the next frame; full: refused (NW2). */
  readonly consoleQueueBytes: number;
  /** Inputs delivered between two frames at most. */
  readonly inputsPerFrame: number;
  /** Between two attempts at a test-and-set that nobody answered (TS3). */
  readonly testAndSetRetryMs: number;
  /** Until a disk operation that nobody answered is issued again under its own id (DK6). */
  readonly diskRetryMs: number;
  /** Until a VM that shall be cloned must have become quiescent (VM2). */
  readonly quiesceTimeoutMs: number;
  /** Until the target of FT VMotion must be ready (VM5). */
  readonly vmotionTimeoutMs: number;
  /** Silence of the network after which a new primary announces its location again, and how often in all (GL6). */
  readonly announcementPeriodMs: number;
  readonly announcements: number;
  /** Between two hashes of all of the VM's memory (DV3). */
  readonly memoryHashPeriodMs: number;
  readonly lag: LagConfiguration;
  readonly disk: DiskConfiguration;
  /** What a backup does that found a difference: stop, or go on so that the harm reaches the client (DV4). */
  readonly onDivergence: 'halt' | 'continue';
}

/** The slow feedback loop of section 3.2 (EL2, EL3). */
export interface LagConfiguration {
  /** Above this lag to come the primary gets less CPU. */
  readonly limitMs: number;
  /** Below this it gets more again. */
  readonly recoveredMs: number;
  readonly periodMs: number;
  /** Time in which a lag that is too long shall have become right, if the backup keeps its pace. */
  readonly settleMs: number;
  /** The part of the backup's pace that the primary keeps, however long the lag is. */
  readonly leastOfPace: number;
  readonly stepUpPercent: number;
  readonly minimumPercent: number;
}

export interface DiskConfiguration {
  /** One disk for both (default) or one for each host (4.1). */
  readonly sharing: 'shared' | 'non-shared';
  /** Who reads for the backup: the log carries the data, or the backup reads the disk itself (4.2). */
  readonly backupReads: 'from-log' | 'from-disk';
}

export const standardConfiguration: Configuration = {
  heartbeatPeriodMs: 50,
  detectionTimeoutMs: 1_000,
  firstContactTimeoutMs: 5_000,
  clockJumpLimitMs: 100,
  primaryBufferBytes: 512 * 1024,
  backupBufferBytes: 512 * 1024,
  outputQueueCapacity: 1024,
  keptOutputCapacity: 2048,
  packetQueueCapacity: 256,
  consoleQueueBytes: 16_384,
  inputsPerFrame: 64,
  testAndSetRetryMs: 250,
  diskRetryMs: 2_000,
  quiesceTimeoutMs: 10_000,
  vmotionTimeoutMs: 10_000,
  announcementPeriodMs: 500,
  announcements: 10,
  memoryHashPeriodMs: 1_000,
  lag: {
    limitMs: 1_000,
    recoveredMs: 300,
    periodMs: 200,
    settleMs: 4_000,
    leastOfPace: 0.5,
    stepUpPercent: 1,
    minimumPercent: 5,
  },
  disk: { sharing: 'shared', backupReads: 'from-log' },
  onDivergence: 'halt',
};
