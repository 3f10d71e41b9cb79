/**
 * One fault after the other from a seeded deck, and after each of them everything that must hold. Must not know how they are made.
 */
import { deal } from '../../src/workers/node/soak/deck.ts';
import { createRandom } from '../../src/workers/thread/seeded-random.ts';
import { faults, type Fault } from './faults.ts';
import { Ground } from './ground.ts';
import type { OpenLab } from './open-lab.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly minutes: number;
  /** Only faults whose name contains this. */
  readonly fault: string;
}

export interface ChaosCounts {
  faults: number;
  failovers: number;
  replies: number;
  memoryComparisons: number;
  violations: number;
  lostWrites: number;
  divergences: number;
  falseSuspicions: number;
}

export interface ChaosResult {
  readonly counts: ChaosCounts;
  readonly tried: ReadonlyMap<string, number>;
  readonly seconds: number;
}

const eventsShown = 25;

export async function chaos(
  opened: OpenLab,
  options: ChaosOptions,
  print: (line: string) => void,
): Promise<ChaosResult> {
  const beganMs = performance.now();
  const run = new Chaos(opened, options, print);
  await run.all(beganMs + options.minutes * 60_000);
  return { counts: run.counts, tried: run.tried, seconds: (performance.now() - beganMs) / 1000 };
}

class Chaos {
  readonly tried = new Map<string, number>();
  readonly counts: ChaosCounts = {
    faults: 0,
    failovers: 0,
    replies: 0,
    memoryComparisons: 0,
    violations: 0,
    lostWrites: 0,
    divergences: 0,
    falseSuspicions: 0,
  };
  private readonly opened: OpenLab;
  private readonly options: ChaosOptions;
  private readonly print: (line: string) => void;
  private random: () => number;
  private readonly ground: Ground;

  constructor(opened: OpenLab, options: ChaosOptions, print: (line: string) => void) {
    this.opened = opened;
    this.options = options;
    this.print = print;
    this.random = createRandom(options.seed);
    this.ground = new Ground(opened, () => this.random());
  }

  async all(endMs: number): Promise<void> {
    const { seed, fault } = this.options;
    const deck = deal(
      faults.filter(({ id }) => id.includes(fault)),
      createRandom(seed),
    );
    try {
      await this.ground.startLoad();
      for (let number = 1; performance.now() < endMs; number++) {
        this.random = createRandom(seed * 100_003 + number);
        if ((await this.one(number, deck.next().value)) === 'found') await this.startAnew();
      }
      await this.close();
    } finally {
      this.ground.endHelpers();
    }
  }

  private async one(number: number, fault: Fault): Promise<'found' | 'held'> {
    const { ground } = this;
    const beganMs = performance.now();
    const since = await ground.lastEvent();
    const { failover } = await ground.state();
    const findings: string[] = [];
    try {
      await fault.happen(ground);
      await ground.protect();
      await ground.moreReplies(8);
      const { memory } = await ground.state();
      await ground.until((state, before) => state.memory.compared > before, memory.compared);
    } catch (error) {
      findings.push(error instanceof Error ? error.message : String(error));
    }
    ground.endHelpers();
    const suspicions = await ground.suspicions(since);
    if (fault.silences === 'nobody') {
      this.counts.falseSuspicions += suspicions.length;
      findings.push(...suspicions.map((text) => `False suspicion at ${text}`));
    }
    findings.push(...(await this.broken()));
    this.counts.faults++;
    this.counts.failovers += (await ground.state()).failover.count - failover.count;
    this.tried.set(fault.id, (this.tried.get(fault.id) ?? 0) + 1);
    this.print(`${number} ${fault.id} ${((performance.now() - beganMs) / 1000).toFixed(1)} s`);
    if (findings.length === 0) return 'held';
    await this.report(number, fault, findings);
    return 'found';
  }

  private async broken(): Promise<string[]> {
    const { invariants, client } = await this.ground.state();
    const broken = Object.entries(invariants).filter(([, { holds }]) => !holds);
    this.counts.lostWrites += broken.filter(([id]) => id === 'noWriteLost').length;
    this.counts.divergences += broken.filter(([id]) => id === 'ramIdentical' || id === 'outputsIdentical').length;
    return [
      ...broken.map(([id, { note }]) => `Broken: ${id}. ${note ?? ''}`),
      ...client.errors.slice(-3),
      ...(client.reconnects > 0 ? ['The client had to connect again.'] : []),
      ...this.opened.problems.splice(0),
    ];
  }

  private async report(number: number, fault: Fault, findings: readonly string[]): Promise<void> {
    const { seed, fault: only } = this.options;
    this.counts.violations += findings.length;
    this.print(`VIOLATION at seed ${seed}, fault ${number} (${fault.id})`);
    for (const finding of findings) this.print(`  ${finding}`);
    for (const event of await this.ground.lastEvents(eventsShown)) this.print(`    ${event}`);
    this.print(`  Again: npm run chaos -- --seed ${seed}${only === '' ? '' : ` --fault ${only}`}`);
  }

  /** What a lab counted is added up before it goes. */
  private async close(): Promise<void> {
    const { client, memory } = await this.ground.state();
    this.counts.replies += client.replies;
    this.counts.memoryComparisons += memory.compared;
  }

  private async startAnew(): Promise<void> {
    await this.close();
    await this.ground.run('reset');
    await this.ground.startLoad();
  }
}
