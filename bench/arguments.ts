/** What the benchmark's command line says. */
import type { BenchmarkOptions } from '../src/workers/bench/benchmark.ts';
import { configurationIds, type ConfigurationId } from '../src/workers/bench/rig.ts';
import { workloadIds, type WorkloadId } from '../src/workers/bench/workload.ts';

export const usage = `npm run bench -- [--short] [--json] [--write] [--node] [--micro]
  --short                below 50 s: one round of one second, without stock v86 alone, idling and the database's reads
  --json                 the last line is {"rows":[…]}
  --write                writes bench/RESULTS.md
  --node                 in Node's worker threads instead of Chromium
  --micro                micro-benchmarks of single parts instead of workloads
  --rounds N             rounds (3)
  --seconds N            seconds of each run (3)
  --workload A,B         only these: ${workloadIds.join(', ')}
  --configuration A,B    only these: ${configurationIds.join(', ')}
  --dist FOLDER          a built page (dist, built when it is older than the sources)`;

export interface BenchArguments {
  readonly options: BenchmarkOptions;
  readonly json: boolean;
  readonly write: boolean;
  readonly where: 'browser' | 'node';
  readonly what: 'workloads' | 'micro';
  readonly dist: string | null;
  /** For the profile and the page's own benchmark. */
  readonly minutes: number;
  readonly host: string;
}

/** @throws with the usage when something is not understood */
export function parseArguments(words: readonly string[]): BenchArguments {
  const rest = [...words];
  const has = (name: string): boolean => {
    const at = rest.indexOf(name);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  };
  const value = (name: string): string | undefined => {
    const at = rest.indexOf(name);
    return at < 0 ? undefined : rest.splice(at, 2)[1];
  };
  const number = (name: string, otherwise: number): number => {
    const given = value(name);
    if (given === undefined) return otherwise;
    if (!(Number(given) > 0)) throw new Error(`${name} needs a number above 0, not ${given}.\n${usage}`);
    return Number(given);
  };
  const short = has('--short');
  const parsed: BenchArguments = {
    json: has('--json'),
    write: has('--write'),
    where: has('--node') ? 'node' : 'browser',
    what: has('--micro') ? 'micro' : 'workloads',
    dist: value('--dist') ?? null,
    minutes: number('--minutes', 2),
    host: value('--host') ?? 'A,B',
    options: {
      rounds: number('--rounds', short ? 1 : 3),
      seconds: number('--seconds', short ? 1 : 3),
      warmUpSeconds: short ? 0 : 5,
      workloads: chosen<WorkloadId>(
        '--workload',
        value('--workload'),
        workloadIds,
        short ? workloadIds.filter((id) => id !== 'idle' && id !== 'database-reads') : workloadIds,
      ),
      configurations: chosen<ConfigurationId>(
        '--configuration',
        value('--configuration'),
        configurationIds,
        short ? configurationIds.filter((id) => id !== 'stock') : configurationIds,
      ),
    },
  };
  if (rest.length > 0) throw new Error(`Not understood: ${rest.join(' ')}\n${usage}`);
  return parsed;
}

function chosen<Id extends string>(
  name: string,
  given: string | undefined,
  all: readonly Id[],
  otherwise: readonly Id[] = all,
): readonly Id[] {
  if (given === undefined) return otherwise;
  const ids = given.split(',');
  const wrong = ids.find((id) => !all.includes(id as Id));
  if (wrong !== undefined) throw new Error(`${name}: there is no ${wrong}; there are ${all.join(', ')}.`);
  return all.filter((id) => ids.includes(id));
}
