/** Writes bench/RESULTS.md: the tables, what they were measured on, and the paper's tables beside. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchmarkOptions } from '../src/workers/bench/benchmark.ts';
import { root } from './browser.ts';
import { dateAndCommit, machineName } from './machine-name.ts';

export interface Results {
  readonly table: string;
  /** Browser or Node, with its version. */
  readonly place: string;
  readonly options: BenchmarkOptions;
}

/** @returns the file's path */
export function writeResults({ table, place, options }: Results): string {
  const path = join(root, 'bench/RESULTS.md');
  writeFileSync(
    path,
    `# Results

Written by \`npm run bench -- --write\` ${dateAndCommit()}: ${options.rounds} rounds of
${options.seconds} s for each figure, in turns, after ${options.warmUpSeconds} s that were not counted. Medians; ± is half the range of all rounds.

Machine: ${machineName()}. ${place}.

- *stock v86*: the package from npm with its own scheduler, JIT and a disk in memory, in a worker of its own.
- *two stock v86*: two of them at once, both with the workload: what two machines cost here without any FT. With network
  workloads each has a client machine of its own, so that four machines share the processors where the lab has three.
- *here, unprotected*: the lab after its backup crashed. *here, protected*: the lab, both replicas and the client.
- Rates are units of work per second of real time. The client machine and the switch are the same program in all four.
- *lag*: from the primary's end of a frame to the backup's. *output held*: from making an output to its release.
- *CPU time / two stock*: processor time of the whole page for a unit of work, against two stock v86.
- *log / payload*: bits of log for each bit that the workload moves over the network.

${table}

## The paper's

Table 1:

| | FT / non-FT | log Mbit/s |
|---|---:|---:|
| SPECjbb2005 | 0.98 | 1.5 |
| Kernel Compile | 0.95 | 3.0 |
| Oracle Swingbench | 0.99 | 12 |
| MS-SQL DVD Store | 0.94 | 18 |

Table 2, netperf over a 1 Gbit/s network:

| | base Mbit/s | FT Mbit/s | log Mbit/s |
|---|---:|---:|---:|
| Receive, 1 Gb log channel | 940 | 604 | 730 |
| Transmit, 1 Gb log channel | 940 | 855 | 42 |
| Receive, 10 Gb log channel | 940 | 860 | 990 |
| Transmit, 10 Gb log channel | 940 | 935 | 60 |
`,
  );
  return path;
}
