/**
 * The workloads, what the guest types to run them, and the row of the paper's tables that each is compared with.
 * guest/README.md describes them. Must not know machines.
 */

/** What the paper measured with the nearest thing that it ran. */
export interface PaperRow {
  readonly name: string;
  /** Throughput with FT over throughput without. */
  readonly ratio: number | null;
  readonly logMbit: number;
  /** Payload on the network, for the rows where the log is mostly payload. */
  readonly payloadMbit?: number;
}

export interface Workload {
  readonly id: WorkloadId;
  readonly name: string;
  readonly unit: string;
  /** Where the command is typed; the client's commands load the service from outside. */
  readonly on: 'service' | 'client';
  /** A shell command that ends with one line as `work` prints it. */
  command(seconds: number, serviceIp: string): string;
  /** Kilobits of payload in a unit, for workloads that move bytes over the network. */
  readonly payloadKbit?: number;
  readonly paper: PaperRow | null;
}

export const workloadIds = [
  'cpu',
  'build',
  'database',
  'database-reads',
  'receive',
  'transmit',
  'echo',
  'disk-read',
  'disk-write',
  'idle',
] as const;
export type WorkloadId = (typeof workloadIds)[number];

/** KiB in kilobits, as networks count. */
const kibInKbit = 8.192;
const connections = 8;

const table: Readonly<Record<WorkloadId, Omit<Workload, 'id'>>> = {
  cpu: {
    name: 'CPU and memory',
    unit: 'passes',
    on: 'service',
    command: (seconds) => `work cpu ${seconds}`,
    paper: { name: 'SPECjbb2005', ratio: 0.98, logMbit: 1.5 },
  },
  build: {
    name: 'Build',
    unit: 'commands',
    on: 'service',
    command: (seconds) => `work build ${seconds}`,
    paper: { name: 'Kernel Compile', ratio: 0.95, logMbit: 3 },
  },
  database: {
    name: 'Database, fsynced writes',
    unit: 'requests',
    on: 'client',
    command: (seconds, ip) => `work database ${seconds} ${ip} ${connections}`,
    paper: { name: 'MS-SQL DVD Store', ratio: 0.94, logMbit: 18 },
  },
  'database-reads': {
    name: 'Database, two reads for a write',
    unit: 'requests',
    on: 'client',
    command: (seconds, ip) => `work database ${seconds} ${ip} ${connections} mix`,
    paper: { name: 'Oracle Swingbench', ratio: 0.99, logMbit: 12 },
  },
  receive: {
    name: 'Network receive',
    unit: 'KiB',
    on: 'client',
    command: (seconds, ip) => `work send ${seconds} ${ip}`,
    payloadKbit: kibInKbit,
    paper: { name: 'Receive, 10 Gb log channel', ratio: 860 / 940, logMbit: 990, payloadMbit: 860 },
  },
  transmit: {
    name: 'Network transmit',
    unit: 'KiB',
    on: 'client',
    command: (seconds, ip) => `work receive ${seconds} ${ip}`,
    payloadKbit: kibInKbit,
    paper: { name: 'Transmit, 10 Gb log channel', ratio: 935 / 940, logMbit: 60, payloadMbit: 935 },
  },
  echo: {
    name: 'Request and response, 64 bytes',
    unit: 'round trips',
    on: 'client',
    command: (seconds, ip) => `work echo ${seconds} ${ip}`,
    paper: null,
  },
  'disk-read': {
    name: 'Disk read',
    unit: 'KiB',
    on: 'service',
    command: (seconds) => `work disk-read ${seconds}`,
    paper: null,
  },
  'disk-write': {
    name: 'Disk write',
    unit: 'KiB',
    on: 'service',
    command: (seconds) => `work disk-write ${seconds}`,
    paper: null,
  },
  idle: {
    name: 'Idle',
    unit: 'seconds',
    on: 'service',
    // Quoted, so that the shell's echo of the command is not taken for its result.
    command: (seconds) => `sleep ${seconds}; echo "W""ORK idle units=${seconds} seconds=${seconds} rate=1 check=ok"`,
    paper: { name: 'Idle (0.5 to 1.5 Mbit/s)', ratio: null, logMbit: 1.5 },
  },
};

export const workloads: readonly Workload[] = workloadIds.map((id) => ({ id, ...table[id] }));

export interface WorkResult {
  readonly units: number;
  /** Units a second of the guest's own clock. */
  readonly guestRate: number;
  readonly ok: boolean;
}

const resultLine = /^WORK \S+ units=(\d+) seconds=[\d.]+ rate=(\d+) check=(\w+)/;

/** @returns null for a line that is no result. */
export function parseResult(line: string): WorkResult | null {
  const match = resultLine.exec(line);
  return match === null ? null : { units: Number(match[1]), guestRate: Number(match[2]), ok: match[3] === 'ok' };
}
