/**
 * A soak run: fault after fault from a seeded deck, and after each of them everything that must hold. A finding is printed with what
 * repeats it. Must not know how the numbers are shown in the end.
 */
import { standardConfiguration, type DiskConfiguration } from '../../../ft/configuration.ts';
import { createRandom } from '../../thread/seeded-random.ts';
import { lostFrom } from '../acknowledged.ts';
import { canCheckDisks, checkDisk } from '../disk-check.ts';
import { deal } from './deck.ts';
import { faults, type Fault } from './faults.ts';
import { Ground, countLive, type Load } from './ground.ts';
import { keepRecordings } from './keep-recordings.ts';
import type { Counts, Tally } from './tally.ts';

/** The paper's own disk, and its alternatives of sections 4.1 and 4.2. */
export const soakDisks = {
  shared: { sharing: 'shared', backupReads: 'from-log' },
  'non-shared': { sharing: 'non-shared', backupReads: 'from-log' },
  'backup-reads': { sharing: 'shared', backupReads: 'from-disk' },
} as const satisfies Record<string, DiskConfiguration>;
export type SoakDisk = keyof typeof soakDisks;

export interface SoakOptions {
  readonly seed: number;
  readonly failures: number;
  readonly minutes: number;
  /** Only the n-th failure of the seed, counted from 1, in a fresh lab; null: all. */
  readonly only: number | null;
  readonly without: readonly string[];
  readonly load: Load;
  readonly disk: SoakDisk;
  /** Real time until something that must happen is taken for never; 90 s when not given, since machines differ. */
  readonly patienceMs?: number;
  /** Folder for what VMs did before a finding. */
  readonly recordings: string;
  /** Leaves out the faults whose name does not contain this. */
  readonly fault: string;
}

export interface SoakResult {
  readonly counts: Counts;
  readonly tally: Tally;
  readonly tried: ReadonlyMap<string, number>;
  readonly seconds: number;
}

/** More than what a host waits for a first word of its partner. */
const lateMs = standardConfiguration.firstContactTimeoutMs + 1000;
const standardPatienceMs = 90_000;
const eventsShown = 40;
const consoleShown = 200;
/** The disk is looked at after so many failures, and in the end. */
const failuresPerDiskCheck = 5;
const mostFindings = 10;

/** Each failure has random numbers of its own, so that it is the same alone and in the middle of a run. */
const randomOf = (seed: number, failure: number): (() => number) => createRandom(seed * 100_003 + failure);

class Soak {
  readonly tried = new Map<string, number>();
  private readonly ground: Ground;
  private readonly options: SoakOptions;
  private readonly print: (line: string) => void;
  private random: () => number;
  private isFresh = false;
  private findings = 0;

  constructor(options: SoakOptions, print: (line: string) => void) {
    this.options = options;
    this.print = print;
    this.random = randomOf(options.seed, 0);
    const { seed, load, disk, without, patienceMs = standardPatienceMs } = options;
    this.ground = new Ground({ seed, load, disk: soakDisks[disk], without, patienceMs, random: () => this.random() });
  }

  get tally(): Tally {
    return this.ground.tally;
  }

  async run(): Promise<void> {
    const { seed, failures, minutes, only, fault } = this.options;
    const endMs = performance.now() + minutes * 60_000;
    const deck = deal(
      faults.filter(({ id }) => id.includes(fault)),
      createRandom(seed),
    );
    try {
      for (let number = 1; number <= (only ?? failures); number++) {
        const { value } = deck.next();
        if (only !== null && number !== only) continue;
        if (performance.now() > endMs || this.findings >= mostFindings) break;
        this.random = randomOf(seed, number);
        await this.one(number, value);
      }
      if (this.isFresh) await this.lookAtDisk('the end');
    } finally {
      this.ground.close();
    }
  }

  private async one(number: number, fault: Fault): Promise<void> {
    const { ground, tally } = this;
    const where = `seed ${this.options.seed}, failure ${number} (${fault.id})`;
    const beganMs = performance.now();
    const findings: string[] = [];
    try {
      if (!this.isFresh) await ground.start();
      this.isFresh = true;
      tally.suspicion = fault.silences === 'a host' ? 'right' : 'false';
      await fault.happen(ground);
      if (fault.service === 'goes on') await this.recover();
    } catch (error) {
      findings.push(error instanceof Error ? error.message : String(error));
    }
    tally.counts.failures++;
    this.tried.set(fault.id, (this.tried.get(fault.id) ?? 0) + 1);
    tally.suspicion = 'false';
    if (fault.silences === 'a host') tally.lateUntilMs = ground.state.time.labMs + lateMs;
    findings.push(...this.broken(fault));
    if (findings.length > 0) await this.report(where, findings);
    else if (number % failuresPerDiskCheck === 0 || fault.service === 'ends') await this.lookAtDisk(where);
    for (const text of tally.takeSuspected()) this.print(`  false suspicion, ${where}: ${text}`);
    this.print(`${number} ${fault.id} ${((performance.now() - beganMs) / 1000).toFixed(1)} s`);
    if (findings.length > 0 || fault.service === 'ends') this.isFresh = false;
  }

  /** The fault is over: the service is whole again and goes on. */
  private async recover(): Promise<void> {
    const { ground } = this;
    await ground.mend();
    await ground.protect();
    // What was silenced may be told a moment later; from here on nobody is silent.
    await ground.moreReplies(5);
    await ground.startClient();
    const { compared } = ground.state.memory;
    await ground.until(({ memory }) => memory.compared > compared);
  }

  private broken(fault: Fault): string[] {
    const { ground } = this;
    const { counts } = this.tally;
    const state = ground.state;
    const broken = Object.entries(state.invariants).filter(([, { holds }]) => !holds);
    counts.lostWrites += broken.filter(([id]) => id === 'noWriteLost').length;
    const found = broken.map(([id, { note }]) => `Broken: ${id}. ${note ?? ''}`);
    if (fault.service === 'ends') return found;
    if (countLive(state) !== 1) found.push(`${countLive(state)} VMs are live.`);
    return [...found, ...ground.clientTroubles()];
  }

  private async lookAtDisk(where: string): Promise<void> {
    if (!canCheckDisks()) return;
    // Disks that are not shared died with their hosts.
    if (this.options.disk === 'non-shared' && countLive(this.ground.state) === 0) return;
    const told = this.ground.acknowledged.soFar();
    const verdict = await checkDisk(await this.ground.running.diskImage());
    const lost = lostFrom(told, verdict.values);
    this.tally.diskChecks++;
    this.tally.counts.lostWrites += lost.length;
    if (lost.length + verdict.problems.length > 0)
      await this.report(`disk after ${where}`, [...verdict.problems, ...lost]);
  }

  /** The options besides the seed that a repetition needs. */
  private get words(): string {
    const { fault, disk, load, without } = this.options;
    return [
      ...(fault === '' ? [] : [` --fault ${fault}`]),
      ...(disk === 'shared' ? [] : [` --disk ${disk}`]),
      ...(load === 'full' ? [] : [` --load ${load}`]),
      ...without.map((rule) => ` --without ${rule}`),
    ].join('');
  }

  private async report(where: string, findings: readonly string[]): Promise<void> {
    this.findings++;
    this.tally.counts.violations += findings.length;
    this.print(`VIOLATION at ${where}`);
    for (const finding of findings) this.print(`  ${finding}`);
    this.print(`  The last ${eventsShown} events:`);
    for (const { labMs, text } of this.ground.running.events().slice(-eventsShown))
      this.print(`    ${labMs.toFixed(1)} ms ${text}`);
    for (const [host, { role, console }] of Object.entries(this.ground.state.hosts))
      this.print(`    host ${host}, ${role}: ${JSON.stringify(console.slice(-consoleShown))}`);
    const number = /failure (\d+)/.exec(where)?.[1];
    const name = `seed-${this.options.seed}-failure-${number ?? 'end'}`;
    for (const path of await keepRecordings(this.ground.running, this.options.recordings, name))
      this.print(`  Recording: ${path}`);
    if (number !== undefined)
      this.print(`  Again: npm run soak -- --seed ${this.options.seed} --only ${number}${this.words}`);
  }
}

export async function soak(options: SoakOptions, print: (line: string) => void): Promise<SoakResult> {
  const beganMs = performance.now();
  const run = new Soak(options, print);
  await run.run();
  const { tally, tried } = run;
  return { counts: { ...tally.counts }, tally, tried, seconds: (performance.now() - beganMs) / 1000 };
}
