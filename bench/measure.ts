/**
 * npm run measure [-- --write]: times that the paper or this project cares about, measured in the built page.
 * --write writes docs/MEASUREMENTS.md and its two charts; --charts measures and writes the charts alone; --lag
 * measures execution lag alone, and with --write that section and its chart. Nothing else should run on the machine
 * meanwhile.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openPage, root, type OpenPage } from './browser.ts';
import { dateAndCommit } from './machine-name.ts';
import { measureColdStart, type ColdStart } from './measurements/cold-start.ts';
import { measureFailovers, startBackup } from './measurements/failover.ts';
import { measureIdle } from './measurements/idle.ts';
import { lagChart, lagSection, lagTable, measureLags, type LagRun } from './measurements/lag.ts';
import { report } from './measurements/report.ts';
import { measureRoundTrips, roundTripChart, roundTripTable, type RoundTrip } from './measurements/round-trips.ts';
import { measureSimulation } from './measurements/simulation.ts';
import { measureAddedLatency, measureBandwidth, measureFrames } from './measurements/traffic.ts';

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    charts: { type: 'boolean', default: false },
    lag: { type: 'boolean', default: false },
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

function writeCharts(lag: readonly LagRun[], roundTrips: readonly RoundTrip[]): void {
  writeFileSync(join(root, 'docs/pictures/lag.svg'), lagChart(lag));
  writeFileSync(join(root, 'docs/pictures/latency.svg'), roundTripChart(roundTrips));
}

async function charts(): Promise<void> {
  const { opened } = await coldStarts(1);
  const lag = await measureLags(opened.page);
  const roundTrips = await measureRoundTrips(opened.page);
  await opened.close();
  writeCharts(lag, roundTrips);
  console.log(`${lagTable(lag)}\n\n${roundTripTable(roundTrips)}`);
}

const measurementsFile = join(root, 'docs/MEASUREMENTS.md');

/** The other sections stay as they were measured: this one says when it was. */
function writeLag(lag: readonly LagRun[], when: string): void {
  const text = readFileSync(measurementsFile, 'utf8');
  const [begins = -1, ends = -1] = ['## Execution lag', '\n## Failover'].map((heading) => text.indexOf(heading));
  if (begins < 0 || ends < begins) throw new Error('docs/MEASUREMENTS.md has no section about execution lag');
  const section = `${lagSection(lag)}\nMeasured alone ${when}.\n`;
  writeFileSync(measurementsFile, text.slice(0, begins) + section + text.slice(ends));
  writeFileSync(join(root, 'docs/pictures/lag.svg'), lagChart(lag));
}

async function lagAlone(): Promise<void> {
  const when = dateAndCommit();
  const { opened } = await coldStarts(1);
  const lag = await measureLags(opened.page);
  await opened.close();
  console.log(lagTable(lag));
  if (values.write) writeLag(lag, when);
}

async function everything(): Promise<void> {
  const simulation = measureSimulation();
  const { starts, opened } = await coldStarts(Number(values.starts));
  const { page, browserVersion } = opened;
  const idle = await measureIdle(opened);
  const bandwidth = await measureBandwidth(page);
  const frames = await measureFrames(page);
  const lag = await measureLags(page);
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
  writeFileSync(measurementsFile, text);
  writeCharts(lag, roundTrips);
}

await (values.lag ? lagAlone() : values.charts ? charts() : everything());
