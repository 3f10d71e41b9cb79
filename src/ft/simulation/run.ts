/**
 * One run: a world from a seed, a schedule of faults, then peace, then the verdicts.
 */
import { standardConfiguration } from '../configuration.ts';
import type { Configuration } from '../configuration.ts';
import type { Rules } from '../rules.ts';
import { standardRules } from '../rules.ts';
import { check } from '../invariant/checker.ts';
import type { Verdict } from '../invariant/checker.ts';
import { startClusteringService } from './clustering-service.ts';
import { Faults } from './faults.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { faultsBeginMs, faultsEndMs, makeSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import { World } from './world.ts';

export interface RunResult {
  readonly seed: number;
  readonly schedule: Schedule;
  readonly failovers: number;
  readonly frames: number;
  readonly replies: number;
  readonly verdicts: readonly Verdict[];
  readonly violations: readonly Verdict[];
}

export interface RunOptions {
  readonly seed: number;
  readonly rules?: Partial<Rules>;
  /** Instead of the one that the seed gives. */
  readonly schedule?: Schedule;
  readonly configuration?: Partial<Configuration>;
  /** Called with the world before it moves, for tests that look inside. */
  readonly prepare?: (world: World) => void;
}

/** Time to recover after the last fault, and then time in which every client must be answered. */
const recoverMs = 700;
const watchMs = 300;
const lookEveryMs = 20;

/** One run in so many is watched to the end of these times, though it settled before. */
const watchedToTheEnd = 8;
/** One run in so many encodes and decodes its messages; so do all that damage one. */
const encoded = 8;

/** Everything shortened tenfold, so that a run of seconds is a life; buffers small enough to fill, in half of the runs. */
const configurationFor = (random: Random): Configuration => {
  const isTight = random.chance(0.5);
  const isShared = random.chance(0.75);
  return {
    ...standardConfiguration,
    heartbeatPeriodMs: 20,
    detectionTimeoutMs: 100,
    firstContactTimeoutMs: 300,
    clockJumpLimitMs: 25,
    primaryBufferBytes: isTight ? 160 : 50_000,
    backupBufferBytes: isTight ? 160 : 50_000,
    outputQueueCapacity: isTight ? 8 : 1024,
    testAndSetRetryMs: 40,
    diskRetryMs: 120,
    quiesceTimeoutMs: 400,
    vmotionTimeoutMs: 400,
    announcementPeriodMs: 60,
    announcements: 15,
    memoryHashPeriodMs: 100,
    lag: {
      limitMs: 100,
      recoveredMs: 30,
      periodMs: 20,
      settleMs: 400,
      leastOfPace: 0.5,
      stepUpPercent: 1,
      minimumPercent: 5,
    },
    disk: { sharing: isShared ? 'shared' : 'non-shared', backupReads: random.chance(0.25) ? 'from-disk' : 'from-log' },
  };
};

/** Lets the world go on for so long, or until `isEnough`, which is asked every few milliseconds. */
const runUntil = (world: World, durationMs: number, isEnough: () => boolean = () => false): void => {
  // A jump moves the end too, so the end is an entry of the agenda like everything else.
  const peace = { isOver: false };
  world.agenda.after(durationMs, () => (peace.isOver = true));
  const look = (): void => {
    if (peace.isOver) return;
    if (isEnough()) peace.isOver = true;
    else world.agenda.after(lookEveryMs, look);
  };
  world.agenda.after(lookEveryMs, look);
  while (!peace.isOver && world.agenda.step());
};

/** A pair and a spare host, and nothing under way. */
const isSettled = (world: World): boolean => {
  if (!world.isRedundant() || world.live()?.replica.source !== null) return false;
  for (const host of world.hosts.values())
    if (host.state !== 'running' || host.replica.claim !== null || host.replica.role === 'halted') return false;
  return true;
};

/** When the last fault is over: by itself, or mended; nothing mends a slow host, whose harm takes its time. */
const peaceAtMs = (schedule: Schedule): number => {
  let atMs = faultsBeginMs;
  for (const { atMs: beginsMs, fault } of schedule) {
    const endsMs = beginsMs + ('forMs' in fault ? fault.forMs : 0);
    // A fault close after another may begin after `faultsEndMs`, and peace is not before it began.
    atMs = Math.max(atMs, beginsMs, fault.kind === 'slow-host' ? endsMs : Math.min(endsMs, faultsEndMs));
  }
  return atMs + 50;
};

const mend = (world: World): void => {
  world.network.mendAll();
  world.storage.isOnline = true;
  world.storage.loseNextReplyOfTestAndSet = false;
  world.cutFromStorage.clear();
};

const judge = (world: World, repliesBefore: readonly number[]): void => {
  const { observer } = world;
  const live = world.live();
  const isExcused = world.mayBeLost || observer.isPoweredOff;
  if (!isExcused) check(observer.survives, live !== null ? 'holds' : { evidence: describeHosts(world) });
  if (live !== null && !observer.isPoweredOff && !live.replica.poweredOff) {
    world.clients.forEach((client, index) => {
      const isAnswered = client.history.length > (repliesBefore[index] ?? 0);
      check(
        observer.progress,
        isAnswered ? 'holds' : { evidence: `client ${index} waits for ever; ${describeHosts(world)}` },
      );
    });
  }
  const place = world.configuration.disk.sharing === 'shared' ? 'shared-disk' : 'own-disk';
  observer.finish(
    world.clients,
    live === null && place === 'own-disk' ? null : (key) => world.storage.valueOf(place, live?.id ?? 'A', key),
  );
};

const describeHosts = (world: World): string =>
  [...world.hosts.values()]
    .map(
      (host) =>
        `${host.id} ${host.state === 'running' ? host.replica.role : host.state}${host.replica.halted ? ` (${host.replica.halted.reason})` : ''}`,
    )
    .join(', ');

/** Runs one world to its end. The same options give the same result. */
export const runOnce = (options: RunOptions): RunResult => {
  const random = createRandom(options.seed ^ 0x5eed);
  const configuration = { ...configurationFor(random), ...options.configuration };
  const schedule = options.schedule ?? makeSchedule(random);
  const isWatchedToTheEnd = options.seed % watchedToTheEnd === 0;
  const isEncoded = options.seed % encoded === 1 || schedule.some(({ fault }) => fault.kind === 'corrupt-logging');
  const world = new World(
    options.seed,
    configuration,
    { ...standardRules, ...options.rules },
    isEncoded ? 'encoded' : 'handed-over',
  );
  options.prepare?.(world);
  startClusteringService(world);
  const faults = new Faults(world);
  for (const { atMs, fault } of schedule) world.agenda.at(atMs, () => faults.happen(fault));
  runUntil(world, isWatchedToTheEnd ? Math.max(faultsEndMs + 50, peaceAtMs(schedule)) : peaceAtMs(schedule));
  mend(world);
  const peaceAt = world.agenda.nowMs;
  runUntil(world, recoverMs, () => !isWatchedToTheEnd && isSettled(world));
  const repliesBefore = world.clients.map((client) => client.history.length);
  const areAnswered = (): boolean =>
    world.clients.every((client, index) => client.history.length > (repliesBefore[index] as number) + 1);
  const patienceMs = peaceAt + recoverMs + watchMs - world.agenda.nowMs;
  runUntil(world, patienceMs, () => !isWatchedToTheEnd && areAnswered());
  judge(world, repliesBefore);
  const verdicts = world.observer.verdicts();
  return {
    seed: options.seed,
    schedule,
    failovers: world.observer.failovers,
    frames: world.observer.frames,
    replies: world.clients.reduce((sum, client) => sum + client.history.length, 0),
    verdicts,
    violations: verdicts.filter((verdict) => !verdict.holds),
  };
};
