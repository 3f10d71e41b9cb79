/** docs/MEASUREMENTS.md, from everything that was measured. */
import { dateAndCommit, machineName } from '../machine-name.ts';
import { coldStartTable, type ColdStart } from './cold-start.ts';
import { failoverTable, type Failover } from './failover.ts';
import { idleTable, type Idle } from './idle.ts';
import { lagSection, type LagRun } from './lag.ts';
import { roundTripTable, type RoundTrip } from './round-trips.ts';
import { simulationCommand, type Simulation } from './simulation.ts';
import { bandwidthTable, framesTable, latencyTable, warmUpMs, type AddedLatency, type Bandwidth } from './traffic.ts';

export interface Measured {
  readonly browserVersion: string;
  readonly simulation: Simulation;
  readonly starts: readonly ColdStart[];
  readonly idle: Idle;
  readonly bandwidth: readonly Bandwidth[];
  readonly frames: readonly number[];
  readonly lag: readonly LagRun[];
  readonly failovers: readonly Failover[];
  readonly latency: AddedLatency;
  readonly roundTrips: readonly RoundTrip[];
}

export function report(measured: Measured): string {
  return [head(measured), page(measured), channel(measured), failures(measured), simulated(measured)].join('\n');
}

function head({ browserVersion }: Measured): string {
  return `# Measurements

Written by \`npm run measure -- --write\` ${dateAndCommit()}, on ${machineName()},
${browserVersion} without a graphics processor. The built page, from a static server on the same machine. Three machines with 32 MiB each run at once: both halves
and the client. Throughput is in bench/RESULTS.md; what was aimed at is in BENCHMARKS.md.
`;
}

function page({ starts, idle, frames }: Measured): string {
  return `## Cold start

${starts.length} times, each in a new browser with nothing cached.

${coldStartTable(starts)}

## Idle

Both halves and the client at their prompts, nobody uses the service.

${idleTable(idle)}

## Frames of the page

A shell loop on both hosts and 50 requests a second.

${framesTable(frames)}
`;
}

function channel({ bandwidth, latency, roundTrips, lag }: Measured): string {
  return `## Log bandwidth

${bandwidthTable(bandwidth)}

## What the Output Rule costs

INCR requests one after the other on one connection, no delay on any link. Each is written with fsync before its reply, so a
request waits for the log several times: for the disk writes and for the reply. Measured after ${warmUpMs / 1000} s of the same load, for as long the
browser optimizes what the JIT made of the guest's code.

${latencyTable(latency)}

## Latency against the channel's round trip

The same requests; only the logging channel is delayed. \`npm run measure -- --charts\` draws this and the next chart anew.

![Two panels against the logging channel’s round trip: the client’s latency, median and 99 %, and requests per second](pictures/latency.svg)

${roundTripTable(roundTrips)}

${lagSection(lag)}`;
}

function failures({ failovers }: Measured): string {
  const snapshotMiB = ((failovers.at(-1)?.vmotion.snapshotBytes ?? 0) / 2 ** 20).toFixed(1);
  return `## Failover and FT VMotion

${failovers.length} crashes of the primary in a row under 50 requests a second, each followed by a new backup. The timeout of the
detector and why it has its value are in src/ft/SPEC.md. A snapshot has ${snapshotMiB} MiB.

${failoverTable(failovers)}

The gap is measured from the first request that waits to the next reply, at the client's program. While nobody answers, the
client's TCP repeats its segment, at growing distances: the reply comes with the first repetition after the new primary is
live. The client is tuned as guest/README.md says.
`;
}

function simulated({ simulation: { runs, failovers, violations, seconds } }: Measured): string {
  return `## The protocol, simulated

\`${simulationCommand}\`: ${runs} runs with ${failovers} failovers on one thread, ${violations} violations, in ${seconds.toFixed(1)} s:
${(runs / seconds).toFixed(0)} runs a second.
`;
}
