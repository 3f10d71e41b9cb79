/**
 * Samples become the rows of a table: medians, spreads, and the paper's figures beside. Must not know how they are shown.
 */
import type { Sample } from './benchmark.ts';
import { configurationIds, type ConfigurationId } from './rig.ts';
import { median, spread } from './statistics.ts';
import { workloads, type Workload, type WorkloadId } from './workload.ts';

export interface Row {
  readonly id: WorkloadId;
  readonly name: string;
  readonly unit: string;
  /** Units a real second, median of all rounds. */
  readonly rates: Readonly<Partial<Record<ConfigurationId, number>>>;
  /** ± as a part of the median. */
  readonly spreads: Readonly<Partial<Record<ConfigurationId, number>>>;
  /** Protected here over two stock v86 at once, each round for itself, then the median. */
  readonly ratio: number | null;
  /** Protected here over unprotected here. */
  readonly soloRatio: number | null;
  /** Protected here over one stock v86 that has the machine for itself. */
  readonly stockRatio: number | null;
  readonly paperRatio: number | null;
  readonly paperName: string | null;
  readonly logMbit: number | null;
  readonly paperMbit: number | null;
  /** Bits of log for each bit of payload, where payload is what is moved. */
  readonly logPerPayload: number | null;
  readonly paperLogPerPayload: number | null;
  readonly lagMs: number | null;
  readonly lagP95Ms: number | null;
  readonly addedLatencyMs: number | null;
  readonly addedLatencyP99Ms: number | null;
  /** Processors busy while protected. */
  readonly cpus: number | null;
  /** Processor time for a unit, protected here over two stock v86: the same work twice, without FT. Below 1 is less. */
  readonly cpuRatio: number | null;
  readonly ok: boolean;
}

export function rowsOf(samples: readonly Sample[]): Row[] {
  return workloads
    .map((workload) => ({ workload, own: samples.filter((sample) => sample.workload === workload.id) }))
    .filter(({ own }) => own.length > 0)
    .map(({ workload, own }) => rowOf(workload, own));
}

function rowOf({ id, name, unit, paper, payloadKbit }: Workload, samples: readonly Sample[]): Row {
  const of = (configuration: ConfigurationId): Sample[] =>
    samples.filter((sample) => sample.configuration === configuration);
  const rates = (configuration: ConfigurationId): number[] => of(configuration).map(({ rate }) => rate);
  const known = configurationIds.filter((configuration) => of(configuration).length > 0);
  const logs = of('protected').flatMap(({ log }) => (log === null ? [] : [log]));
  const middle = (pick: (log: (typeof logs)[number]) => number | null): number | null =>
    median(logs.map(pick).filter((value) => value !== null));
  const logMbit = middle((log) => log.logMbit);
  const rate = median(rates('protected'));
  return {
    id,
    name,
    unit,
    rates: Object.fromEntries(known.map((configuration) => [configuration, median(rates(configuration))])),
    spreads: Object.fromEntries(known.map((configuration) => [configuration, spread(rates(configuration))])),
    ratio: ratioOf(of('protected'), of('two-stock')),
    soloRatio: ratioOf(of('protected'), of('alone')),
    stockRatio: ratioOf(of('protected'), of('stock')),
    paperRatio: paper?.ratio ?? null,
    paperName: paper?.name ?? null,
    logMbit,
    paperMbit: paper?.logMbit ?? null,
    logPerPayload:
      payloadKbit === undefined || logMbit === null || rate === null ? null : logMbit / ((rate * payloadKbit) / 1000),
    paperLogPerPayload: paper?.payloadMbit === undefined ? null : paper.logMbit / paper.payloadMbit,
    lagMs: middle((log) => log.lagMs),
    lagP95Ms: middle((log) => log.lagP95Ms),
    addedLatencyMs: middle((log) => log.outputDelayMs),
    addedLatencyP99Ms: middle((log) => log.outputDelayP99Ms),
    cpus: median(of('protected').flatMap(({ cpus }) => (cpus === null ? [] : [cpus]))),
    cpuRatio: ratioOf(of('protected'), of('two-stock'), ({ cpus, rate }) => (cpus === null ? null : cpus / rate)),
    ok: samples.every(({ ok }) => ok),
  };
}

/** Rounds are compared pairwise: what slows the whole computer for a while slows both. */
function ratioOf(
  these: readonly Sample[],
  those: readonly Sample[],
  figure: (sample: Sample) => number | null = ({ rate }) => rate,
): number | null {
  const ratios = these.flatMap((one) => {
    const other = those.find(({ round }) => round === one.round);
    const above = figure(one);
    const below = other === undefined ? null : figure(other);
    const ratio = above === null || below === null ? Number.NaN : above / below;
    return Number.isFinite(ratio) ? [ratio] : [];
  });
  return median(ratios);
}
