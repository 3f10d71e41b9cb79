/** One way of running the service: stock v86 once or twice, here unprotected, here protected. */
import type { Hop } from './hops.ts';
import type { Timed } from './shell.ts';
import type { Workload } from './workload.ts';

/** (a) to (d) of the tables. */
export const configurationIds = ['stock', 'two-stock', 'alone', 'protected'] as const;
export type ConfigurationId = (typeof configurationIds)[number];

export const configurationNames: Readonly<Record<ConfigurationId, string>> = {
  stock: 'stock v86',
  'two-stock': 'two stock v86',
  alone: 'here, unprotected',
  protected: 'here, protected',
};

/** What the log and the outputs did while a workload ran. */
export interface LogFigures {
  readonly logMbit: number;
  /** Between the primary's end of a frame and the backup's, median and 95th percentile. */
  readonly lagMs: number;
  readonly lagP95Ms: number;
  /** Between making an output and letting it out; null when there was none. */
  readonly outputDelayMs: number | null;
  readonly outputDelayP99Ms: number | null;
  /** The same way in parts. */
  readonly hops: readonly Hop[];
}

export interface Measurement {
  /** One for each machine that ran the workload. */
  readonly results: readonly Timed[];
  readonly log: LogFigures | null;
}

export interface Rig {
  readonly id: ConfigurationId;
  run(workload: Workload, seconds: number): Promise<Measurement>;
  /** Takes no processor time until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}
