/**
 * Lab time as people handle it: pause, resume, speed, single steps. All threads follow one anchor.
 * Must not know what happens in that time.
 */
import { hostIds } from '../../ft/host-id.ts';
import type { HostId } from '../../ft/host-id.ts';
import type { Traced } from '../host/messages.ts';
import { realNowMs, reanchored, type LabClock, type TimeAnchor } from '../thread/lab-clock.ts';
import type { Cluster } from './cluster.ts';
import type { LabState } from './lab.ts';
import { LabError } from './lab-error.ts';
import type { Observer } from './observer.ts';

export const slowestSpeed = 0.001;
export type StepTarget = 'slice' | 'entry' | 'output';

/** A step advances lab time by this much at a time until it has seen what it looks for, later by more. */
const stepMs = 1;
const longStepMs = 5;
const fineStepsUntilMs = 30;
/** A guest that does nothing produces no output: a step gives up after this much lab time. */
const longestStepMs = 2000;

type Speaker = HostId | 'storage';

export class LabTime {
  private readonly clock: LabClock;
  private readonly cluster: Cluster;
  private readonly observer: Observer;
  private readonly heardMs = new Map<Speaker, number>();
  private waiting: { readonly anchorMs: number; readonly done: () => void }[] = [];

  constructor(clock: LabClock, cluster: Cluster, observer: Observer) {
    this.clock = clock;
    this.cluster = cluster;
    this.observer = observer;
  }

  get now(): number {
    return this.clock.now();
  }

  get state(): LabState['time'] {
    const { speed, paused } = this.clock.current;
    return { labMs: this.clock.now(), speed, paused };
  }

  /** A thread reported under this setting of lab time. */
  heard(speaker: Speaker, anchorMs: number): void {
    if (anchorMs <= (this.heardMs.get(speaker) ?? 0)) return;
    this.heardMs.set(speaker, anchorMs);
    this.settle();
  }

  /** Resolves when every host reported what happened before the pause. */
  async pause(): Promise<void> {
    await this.change({ paused: true });
    await this.advance(0);
  }

  resume(): void {
    void this.change({ paused: false });
  }

  setSpeed(speed: number): void {
    void this.change({ speed });
  }

  /**
   * While paused: goes on until the next frame of slices, the next log entry that is not a clock sample, or the next output
   * that leaves.
   * @throws LabError when lab time is not paused, or nothing of the kind happens within two seconds of lab time
   */
  async step(to: StepTarget): Promise<void> {
    if (!this.clock.current.paused)
      throw new LabError('Steps are possible only while the lab is paused.', 'Pause it first.');
    const found = { count: 0 };
    const stop = this.observer.watch((_, traced) => {
      if (isTarget(to, traced)) found.count++;
    });
    try {
      for (let passedMs = 0; passedMs < longestStepMs && found.count === 0;) {
        const byMs = passedMs < fineStepsUntilMs ? stepMs : longStepMs;
        await this.advance(byMs);
        passedMs += byMs;
      }
    } finally {
      stop();
    }
    await this.advance(0);
    if (found.count === 0)
      throw new LabError(
        `No ${to} came within ${longestStepMs} ms of lab time.`,
        'Let the client send a request, or type something.',
      );
  }

  /** By 0 ms, nothing moves, but what hosts sent each other before has arrived then and is in their reports. */
  private async advance(byMs: number): Promise<void> {
    const { current } = this.clock;
    await this.apply({ ...reanchored(current, nextRealMs(current), {}), labMs: this.clock.now() + byMs });
  }

  private async change(change: { readonly speed?: number; readonly paused?: boolean }): Promise<void> {
    const { current } = this.clock;
    await this.apply(reanchored(current, nextRealMs(current), change));
  }

  private async apply(anchor: TimeAnchor): Promise<void> {
    this.clock.set(anchor);
    this.cluster.setTime(anchor);
    await new Promise<void>((done) => {
      this.waiting.push({ anchorMs: anchor.realMs, done });
      this.settle();
    });
  }

  private settle(): void {
    const speakers: Speaker[] = [...hostIds.filter((host) => this.cluster.isUp(host)), 'storage'];
    const oldest = Math.min(...speakers.map((speaker) => this.heardMs.get(speaker) ?? 0));
    this.waiting = this.waiting.filter(({ anchorMs, done }) => {
      if (anchorMs > oldest) return true;
      done();
      return false;
    });
  }
}

/** Two settings within a clock tick still differ: threads tell them apart by this number. */
function nextRealMs(current: TimeAnchor): number {
  const real = realNowMs();
  return real > current.realMs ? real : current.realMs + 0.001;
}

function isTarget(to: StepTarget, { event }: Traced): boolean {
  if (to === 'output') return event.kind === 'output-released';
  if (event.kind !== 'batch-sent') return false;
  if (to === 'slice') return true;
  return Object.keys(event.entries).some((kind) => kind !== 'slice-ended');
}
