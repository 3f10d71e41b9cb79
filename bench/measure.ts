/**
 * npm run measure [-- --write]: times that the paper or this project cares about, measured in the built page.
 * --write writes docs/MEASUREMENTS.md and its two charts; --charts measures and writes the charts alone. Nothing else
 * should run on the machine meanwhile.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPage, root, type OpenPage } from './browser.ts';
import { measureColdStart, type ColdStart } from './measurements/cold-start.ts';
import { measureFailovers, startBackup } from './measurements/failover.ts';
import { measureIdle } from './measurements/idle.ts';
import { lagChart, lagTable, measureLag, type LagRun } from './measurements/lag.ts';
import { report } from './measurements/report.ts';
import { measureRoundTrips, roundTripChart, roundTripTable, type RoundTrip } from './measurements/round-trips.ts';
import { measureSimulation } from './measurements/simulation.ts';
import { measureAddedLatency, measureBandwidth, measureFrames } from './measurements/traffic.ts';

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    charts: { type: 'boolean', default: false },
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

function writeCharts(lag: LagRun, roundTrips: readonly RoundTrip[]): void {
  writeFileSync(join(root, 'docs/pictures/lag.svg'), lagChart(lag));
  writeFileSync(join(root, 'docs/pictures/latency.svg'), roundTripChart(roundTrips));
}

async function charts(): Promise<void> {
  const { opened } = await coldStarts(1);
  const lag = await measureLag(opened.page);
  const roundTrips = await measureRoundTrips(opened.page);
  await opened.close();
  writeCharts(lag, roundTrips);
  console.log(`${lagTable(lag)}\n\n${roundTripTable(roundTrips)}`);
}

async function everything(): Promise<void> {
  const simulation = measureSimulation();
  const { starts, opened } = await coldStarts(Number(values.starts));
  const { page, browserVersion } = opened;
  const idle = await measureIdle(opened);
  const bandwidth = await measureBandwidth(page);
  const frames = await measureFrames(page);
  const lag = await measureLag(page);
  const failovers = await measureFailovers(page, Number(values.failovers));
  const latency = await measureAddedLatency(page);
  await startBackup(page);
  const roundTrips = await measureRoundTrips(page);
  await opened.close();
  const text = report({
    browserVersion,
    simulation,
    starts,
    idle,
    bandwidth,
    frames,
    lag,
    failovers,
    latency,
    roundTrips,
  });
  console.log(text);
  if (!values.write) return;
  writeFileSync(join(root, 'docs/MEASUREMENTS.md'), text);
  writeCharts(lag, roundTrips);
}

await (values.charts ? charts() : everything());
