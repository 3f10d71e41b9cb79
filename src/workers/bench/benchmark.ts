/**
 * Runs every workload in every configuration, taking turns, several rounds. Whoever is not measured is paused, so that it
 * costs nothing. Must not know where it runs, nor how figures are shown.
 */
import type { Rule } from '../../ft/rules.ts';
import { LiveLab, type Progress } from '../lab/live-lab.ts';
import type { LoadedParts } from '../lab/loaded-parts.ts';
import type { Spawn, WorkerThread } from '../thread/worker-kind.ts';
import { labRig } from './lab-rig.ts';
import { plainRig } from './plain-rig.ts';
import { PlainSite } from './plain-site.ts';
import { configurationNames, type ConfigurationId, type Measurement, type Rig } from './rig.ts';
import { workloads, type Workload, type WorkloadId } from './workload.ts';

export interface BenchmarkEnvironment {
  load(progress: Progress): Promise<LoadedParts>;
  readonly spawn: Spawn;
  readonly spawnPlain: (name: string) => WorkerThread;
  readonly rules: readonly Rule[];
  /** Processor seconds of everything that belongs to the page, where that can be known. */
  readonly cpuSeconds?: () => Promise<number>;
}

export interface BenchmarkOptions {
  readonly seconds: number;
  readonly rounds: number;
  /** Runs before the first round that are not counted: code is compiled in them. */
  readonly warmUpSeconds: number;
  readonly configurations: readonly ConfigurationId[];
  readonly workloads: readonly WorkloadId[];
  readonly signal?: AbortSignal;
  readonly progress?: (progress: BenchmarkProgress) => void;
}

export interface BenchmarkProgress {
  readonly done: number;
  readonly total: number;
  readonly doing: string;
  readonly samples: readonly Sample[];
}

export interface Sample extends Measurement {
  readonly workload: WorkloadId;
  readonly configuration: ConfigurationId;
  readonly round: number;
  /** Units a real second; the mean of two machines where two ran. */
  readonly rate: number;
  readonly ok: boolean;
  /** Processors kept busy by the whole page. */
  readonly cpus: number | null;
}

/** @throws when a machine does not start, a guest hangs, or the signal says so */
export async function runBenchmark(environment: BenchmarkEnvironment, options: BenchmarkOptions): Promise<Sample[]> {
  const chosen = workloads.filter(({ id }) => options.workloads.includes(id));
  const total = chosen.length * options.configurations.length * options.rounds;
  const samples: Sample[] = [];
  const tell = (doing: string): void => {
    options.signal?.throwIfAborted();
    options.progress?.({ done: samples.length, total, doing, samples });
  };
  tell('starting the machines');
  const machines = await startMachines(environment, options.configurations);
  try {
    for (const { round, workload, rig } of plan(chosen, machines.rigs, options)) {
      tell(`${workload.name}, ${configurationNames[rig.id]}`);
      const seconds = round < 0 ? options.warmUpSeconds : options.seconds;
      const sample = await measure(environment, rig, { workload, seconds, round });
      if (round >= 0) samples.push(sample);
    }
    tell('done');
    return samples;
  } finally {
    machines.close();
  }
}

/** Who runs what in which order; round -1 is not counted. */
function* plan(chosen: readonly Workload[], rigs: readonly Rig[], { rounds, warmUpSeconds }: BenchmarkOptions) {
  for (let round = warmUpSeconds > 0 ? -1 : 0; round < rounds; round++)
    for (const workload of chosen) for (const rig of rotated(rigs, Math.max(0, round))) yield { round, workload, rig };
}

/** Each round begins with another one, so that what drifts hits all of them. */
function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const first = by % Math.max(1, items.length);
  return [...items.slice(first), ...items.slice(0, first)];
}

/** All that is wanted, paused. @throws when one does not start */
export async function startMachines(environment: BenchmarkEnvironment, wanted: readonly ConfigurationId[]) {
  const parts = await environment.load(() => {});
  const { spawn, spawnPlain, rules } = environment;
  const closing: (() => void)[] = [];
  const rigs = new Map<ConfigurationId, Rig>();
  const add = async (rig: Rig): Promise<void> => {
    rigs.set(rig.id, rig);
    await rig.pause();
  };
  const close = (): void => {
    for (const end of closing) end();
  };
  try {
    const sites: PlainSite[] = [];
    const siteCount = wanted.includes('two-stock') ? 2 : wanted.includes('stock') ? 1 : 0;
    while (sites.length < siteCount) {
      const site = await PlainSite.start({ ...parts, spawn, spawnPlain, name: String(sites.length + 1) });
      closing.push(() => site.close());
      sites.push(site);
      await site.pause();
    }
    if (wanted.includes('stock')) rigs.set('stock', plainRig('stock', sites.slice(0, 1)));
    if (wanted.includes('two-stock')) rigs.set('two-stock', plainRig('two-stock', sites));
    for (const id of ['alone', 'protected'] as const) {
      if (!wanted.includes(id)) continue;
      const lab = new LiveLab({
        load: async () => parts,
        spawn,
        rules,
        schedule: (task) => void setTimeout(task, 16),
      });
      closing.push(() => lab.close());
      await add(await labRig(id, lab));
    }
  } catch (error) {
    close();
    throw error;
  }
  return { rigs: wanted.map((id) => rigs.get(id)!), close };
}

/** Runs one workload once, with all other machines paused. */
export async function measure(
  environment: BenchmarkEnvironment,
  rig: Rig,
  { workload, seconds, round }: { readonly workload: Workload; readonly seconds: number; readonly round: number },
): Promise<Sample> {
  await rig.resume();
  const cpuBefore = await environment.cpuSeconds?.();
  const startedMs = performance.now();
  const measurement = await rig.run(workload, seconds);
  const cpuAfter = await environment.cpuSeconds?.();
  const tookSeconds = (performance.now() - startedMs) / 1000;
  await rig.pause();
  const rates = measurement.results.map(({ units, realMs }) => (units * 1000) / realMs);
  return {
    ...measurement,
    workload: workload.id,
    configuration: rig.id,
    round,
    rate: rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
    ok: measurement.results.every(({ ok }) => ok),
    cpus: cpuBefore === undefined || cpuAfter === undefined ? null : (cpuAfter - cpuBefore) / tookSeconds,
  };
}
