/**
 * npm run measure [-- --write]: times that the paper or this project cares about, measured in the built page.
 * --write writes docs/MEASUREMENTS.md. Nothing else should run on the machine meanwhile.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPage, root, type OpenPage } from './browser.ts';
import { dateAndCommit, machineName } from './machine-name.ts';
import { coldStartTable, measureColdStart, type ColdStart } from './measurements/cold-start.ts';
import { failoverTable, measureFailovers, startBackup, type Failover } from './measurements/failover.ts';
import {
  bandwidthTable,
  framesTable,
  latencyTable,
  measureAddedLatency,
  measureBandwidth,
  measureFrames,
  measureRoundTrips,
  roundTripTable,
} from './measurements/traffic.ts';

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    /** A built page; else dist, built when it is older than the sources. */
    dist: { type: 'string' },
    starts: { type: 'string', default: '5' },
    failovers: { type: 'string', default: '10' },
  },
});
const dist = values.dist ?? null;

/** Opens the page in a browser of its own: nothing is cached. The last one stays open. */
async function coldStarts(count: number): Promise<{ starts: ColdStart[]; opened: OpenPage }> {
  const starts: ColdStart[] = [];
  for (;;) {
    const opened = await openPage(dist);
    starts.push(await measureColdStart(opened.page));
    if (starts.length === count) return { starts, opened };
    await opened.close();
  }
}

function snapshotMiB(failovers: readonly Failover[]): string {
  return ((failovers.at(-1)?.vmotion.snapshotBytes ?? 0) / 2 ** 20).toFixed(1);
}

const { starts, opened } = await coldStarts(Number(values.starts));
const { page, browserVersion, close } = opened;
const bandwidth = await measureBandwidth(page);
const frames = await measureFrames(page);
const failovers = await measureFailovers(page, Number(values.failovers));
const latency = await measureAddedLatency(page);
await startBackup(page);
const roundTrips = await measureRoundTrips(page);
await close();

const report = `# Measurements

Written by \`npm run measure -- --write\` ${dateAndCommit()}, on ${machineName()},
${browserVersion} without a graphics processor. The built page, from a static server on the same machine. Three machines with 32 MiB each run at once: both halves
and the client. Throughput is in bench/RESULTS.md.

## Cold start

${starts.length} times, each in a new browser with nothing cached.

${coldStartTable(starts)}

## Log bandwidth

${bandwidthTable(bandwidth)}

## What the Output Rule costs

INCR requests one after the other on one connection, no delay on any link. Each is written with fsync before its reply, so a
request waits for the log several times: for the disk writes and for the reply.

${latencyTable(latency)}

## Latency against the channel's round trip

The same requests; only the logging channel is delayed.

${roundTripTable(roundTrips)}

## Failover and FT VMotion

${failovers.length} crashes of the primary in a row under 50 requests a second, each followed by a new backup. The timeout of the
detector and why it has its value are in src/ft/SPEC.md. A snapshot has ${snapshotMiB(failovers)} MiB.

${failoverTable(failovers)}

The gap is measured from the first request that waits to the next reply, at the client's program. While nobody answers, the
client's TCP repeats its segment, at growing distances: the reply comes with the first repetition after the new primary is
live. The client is tuned as guest/README.md says.

## Frames of the page

A shell loop on both hosts and 50 requests a second.

${framesTable(frames)}
`;
console.log(report);
if (values.write) writeFileSync(join(root, 'docs/MEASUREMENTS.md'), report);
