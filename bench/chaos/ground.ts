/**
 * A lab under load in a real page, and what the computer around it can do to it: hide the tab, freeze it, put the machine to sleep, keep
 * threads or processors busy. Must not know which of it is tried when.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { HostId } from '../../src/ft/host-id.ts';
import type { HostRole, LabState } from '../../src/workers/lab/lab.ts';
import type { LabWindow } from '../measurements/lab-page.ts';
import type { OpenLab } from './open-lab.ts';

/** Real time until something that must happen is taken for never. */
const patienceMs = 120_000;
const hostIds = ['A', 'B', 'C'] as const;

export class Ground {
  readonly random: () => number;
  readonly opened: OpenLab;
  private readonly helpers = new Set<ChildProcess>();

  constructor(opened: OpenLab, random: () => number) {
    this.opened = opened;
    this.random = random;
  }

  async state(): Promise<LabState> {
    return this.opened.page.evaluate(() => (window as unknown as LabWindow).lab.state());
  }

  async run(id: string, parameters: object = {}): Promise<void> {
    await this.opened.page.evaluate(
      async ([command, given]) => {
        await (window as unknown as LabWindow).lab.run(command, given);
      },
      [id, parameters] as const,
    );
  }

  /** The predicate runs in the page; what it needs comes in `argument`. */
  async until<Argument>(
    predicate: (state: LabState, argument: Argument) => boolean,
    argument: Argument,
  ): Promise<LabState> {
    const given = JSON.stringify(argument) ?? 'undefined';
    const test = `(state) => (${predicate.toString()})(state, ${given})`;
    return (await this.opened.page.evaluate(`window.lab.until(${test}, ${patienceMs})`)) as LabState;
  }

  async pass(fromMs: number, toMs: number): Promise<number> {
    const waitMs = Math.round(fromMs + this.random() * (toMs - fromMs));
    await new Promise<void>((resolve) => {
      setTimeout(resolve, waitMs);
    });
    return waitMs;
  }

  async hostAs(role: HostRole): Promise<HostId> {
    const { hosts } = await this.state();
    const host = hostIds.find((id) => hosts[id].role === role);
    if (host === undefined) throw new Error(`No host is ${role}.`);
    return host;
  }

  async moreReplies(count: number): Promise<void> {
    const { client } = await this.state();
    await this.until(({ client: now }, wanted) => now.replies >= wanted, client.replies + count);
  }

  /** Another tab comes to the front for some time. @returns what the page said about its visibility meanwhile */
  async hidden(during: () => Promise<unknown>): Promise<string> {
    const { browser, page } = this.opened;
    const other = await browser.newPage();
    await other.bringToFront();
    const visibility = await page.evaluate(() => document.visibilityState);
    await during();
    await other.close();
    await page.bringToFront();
    return visibility;
  }

  async frozen(during: () => Promise<unknown>): Promise<void> {
    const { session } = this.opened;
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await during();
    await session.send('Page.setWebLifecycleState', { state: 'active' });
  }

  /** The whole process stops, as on a computer whose lid is closed; clocks go on. */
  async asleep(during: () => Promise<unknown>): Promise<void> {
    const id = await this.opened.rendererId();
    process.kill(id, 'SIGSTOP');
    try {
      await during();
    } finally {
      process.kill(id, 'SIGCONT');
    }
  }

  async throttled(rate: number, during: () => Promise<unknown>): Promise<void> {
    const { session } = this.opened;
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    await during();
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  }

  /** The page's own thread does nothing else for so long. */
  async pageBusy(forMs: number): Promise<void> {
    await this.opened.page.evaluate((wantedMs) => {
      const until = performance.now() + wantedMs;
      while (performance.now() < until);
    }, forMs);
  }

  /** One of the lab's threads does nothing else for so long: "host A", "shared storage", "world outside". */
  async threadBusy(name: string, forMs: number): Promise<void> {
    for (const worker of this.opened.page.workers()) {
      const found = await worker.evaluate(
        ([wanted, wantedMs]) => {
          if (self.name !== wanted) return false;
          const until = Date.now() + wantedMs;
          while (Date.now() < until);
          return true;
        },
        [name, forMs] as const,
      );
      if (found) return;
    }
    throw new Error(`The page has no thread of the name ${name}.`);
  }

  /** Other programs of this computer want all of its processors. */
  async computerBusy(programs: number, during: () => Promise<unknown>): Promise<void> {
    for (let count = 0; count < programs; count++)
      this.helpers.add(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
    await during();
    this.endHelpers();
  }

  endHelpers(): void {
    for (const helper of this.helpers) helper.kill('SIGKILL');
    this.helpers.clear();
  }

  async lastEvent(): Promise<number> {
    return this.opened.page.evaluate(() => (window as unknown as LabWindow).lab.events().at(-1)?.number ?? 0);
  }

  /** Who took whom for dead since then, in words. */
  async suspicions(since: number): Promise<string[]> {
    return this.opened.page.evaluate(
      (from) =>
        (window as unknown as LabWindow).lab
          .events(from)
          .filter(({ kind }) => kind === 'peer-lost')
          .map(({ labMs, text }) => `${labMs.toFixed(0)} ms: ${text}`),
      since,
    );
  }

  async lastEvents(count: number): Promise<string[]> {
    return this.opened.page.evaluate(
      (shown) =>
        (window as unknown as LabWindow).lab
          .events()
          .slice(-shown)
          .map(({ labMs, text }) => `${labMs.toFixed(0)} ms ${text}`),
      count,
    );
  }

  async startLoad(): Promise<void> {
    await this.run('type', { text: 'while :; do work cpu 9; done >/dev/null &\n' });
    await this.run('client', { action: 'start', rate: 10, connections: 4, verb: this.random() < 0.6 ? 'INCR' : 'MIX' });
    await this.moreReplies(4);
  }

  /** Waits until the service is live and has a backup, started anew if need be. */
  async protect(): Promise<void> {
    const state = await this.until(({ hosts }) => {
      const roles = Object.values(hosts).map(({ role }) => role);
      return roles.includes('live-alone') || (roles.includes('primary') && roles.includes('backup'));
    }, null);
    const isAlone = Object.values(state.hosts).some(({ role }) => role === 'live-alone');
    // The clustering service tries until a backup stands, also when a host is just halting itself.
    if (isAlone) await this.run('redundancy', { when: 'at-once' });
    await this.until(({ hosts }) => {
      const roles = Object.values(hosts).map(({ role }) => role);
      return roles.includes('primary') && roles.includes('backup');
    }, null);
    if (isAlone) await this.run('redundancy', { when: 'by-hand' });
  }
}
