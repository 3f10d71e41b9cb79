/**
 * One scenario being gone through: which step is on, what was predicted, what was seen. It looks at the lab whenever
 * something changed, so the learner may do whatever comes to mind; nothing but the predicate decides that a step is done.
 * Must not know the page, nor where scenarios come from.
 */
import type { LabEvent, LabState } from '../lab.ts';
import { messageOf } from '../lab-error.ts';
import type { LessonQuestion, LessonStep, LessonView } from '../model.ts';
import { measuredText } from './measured-text.ts';
import { holds, type Mark, type Predicate } from './predicate.ts';
import { isOfHost, standingPoint, type CountedPoint } from './fault-point.ts';
import { parametersOf } from './parse-scenario.ts';
import { makeReady, type PreparedLab } from './preparation.ts';
import type { CommandCall, Scenario, Step } from './scenario.ts';
import { hostOf, isHostAlias } from './state-path.ts';

export interface LessonLab extends PreparedLab {
  events(since?: number): LabEvent[];
  /** The lesson's view changed. */
  changed(): void;
}

interface Waiter {
  readonly condition: Predicate;
  readonly done: () => void;
  readonly givenUp: () => void;
}

/** What was going on belongs to a step or lesson that is over. */
const abandoned = new Error('The lesson went on.');

export class LessonRun {
  readonly scenario: Scenario;
  phase: LessonView['phase'] = 'preparing';
  private readonly lab: LessonLab;
  private index = -1;
  private isSettingUp = false;
  private isHelping = false;
  /** The live VM is to stop, or stands, at a fault's point. */
  private isStanding = false;
  private isClosed = false;
  private isLooking = false;
  private problem = '';
  private summary: string | null = null;
  private readonly seen: (string | null)[];
  private readonly chosen: (number | null)[];
  private readonly right: (number | null)[];
  private stepBegan: Mark | null = null;
  private lessonBegan: Mark | null = null;
  private waiters: Waiter[] = [];

  constructor(scenario: Scenario, lab: LessonLab) {
    this.scenario = scenario;
    this.lab = lab;
    this.seen = scenario.steps.map(() => null);
    this.chosen = scenario.steps.map(() => null);
    this.right = scenario.steps.map(() => null);
  }

  /** Prepares the lab and begins the first step. */
  async begin(): Promise<void> {
    try {
      const { start } = this.scenario;
      await makeReady(this.lab);
      for (const [rule, on] of Object.entries(start?.rules ?? {})) await this.lab.run('set-rule', { rule, on });
      this.lessonBegan = this.mark();
      await this.runAll(start?.commands ?? []);
      if (this.isClosed) return;
      this.phase = 'running';
      await this.enter(0);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Something in the lab changed. */
  look(): void {
    if (this.isLooking || this.isClosed) return;
    this.isLooking = true;
    try {
      this.wakeWaiters();
      if (this.phase === 'running' && !this.isSettingUp && this.isDone()) this.complete();
    } finally {
      this.isLooking = false;
    }
  }

  /** “Do it for me”: runs the step's own commands. */
  async help(): Promise<void> {
    const { step } = this;
    if (step?.do === undefined || this.isHelping || this.isSettingUp) return;
    const { index } = this;
    this.isHelping = true;
    this.problem = '';
    this.lab.changed();
    try {
      await this.runAll(step.do);
    } catch (error) {
      this.failed(error);
    } finally {
      if (this.index === index) this.isHelping = false;
      this.lab.changed();
    }
  }

  /** The learner predicts. A prediction stays as it was first made. */
  answer(choice: number): void {
    const { step, index } = this;
    if (step?.ask === undefined || this.chosen[index] !== null || choice >= step.ask.answers.length) return;
    this.chosen[index] = choice;
    this.lab.changed();
  }

  close(): void {
    this.isClosed = true;
    this.abandonWaiters();
  }

  steps(): readonly LessonStep[] {
    return this.scenario.steps.map((step, index) => {
      const state = index < this.index ? 'done' : index === this.index && this.phase === 'running' ? 'now' : 'later';
      const isNow = state === 'now';
      return {
        say: step.say,
        state,
        seen: this.seen[index] ?? null,
        hint: step.hint ?? null,
        ask: this.question(step, index),
        help: step.do === undefined ? 'none' : isNow && (this.isHelping || this.isSettingUp) ? 'busy' : 'offered',
      };
    });
  }

  get outcome(): Pick<LessonView, 'phase' | 'summary' | 'problem'> {
    return { phase: this.phase, summary: this.summary, problem: this.problem };
  }

  private question(step: Step, index: number): LessonQuestion | null {
    if (step.ask === undefined) return null;
    const { question, answers } = step.ask;
    return { question, answers, chosen: this.chosen[index] ?? null, right: this.right[index] ?? null };
  }

  private get step(): Step | undefined {
    return this.phase === 'running' ? this.scenario.steps[this.index] : undefined;
  }

  private async enter(index: number): Promise<void> {
    this.index = index;
    this.isHelping = false;
    this.abandonWaiters();
    const step = this.scenario.steps[index];
    if (step === undefined) {
      this.phase = 'finished';
      this.summary = this.measured(this.scenario.summary);
      this.lab.changed();
      return;
    }
    this.isSettingUp = true;
    this.lab.changed();
    try {
      await this.runAll(step.setup ?? []);
    } catch (error) {
      this.failed(error);
    }
    if (this.isClosed || this.index !== index) return;
    this.isSettingUp = false;
    this.stepBegan = this.mark();
    this.lab.changed();
    for (const fault of step.faults ?? []) void this.runAll([fault]).catch((error: unknown) => this.failed(error));
  }

  private isDone(): boolean {
    const { step } = this;
    if (step === undefined || this.stepBegan === null) return false;
    // A prediction about what happens by itself would come too late if the step did not wait for it.
    const mustBeAnswered = step.ask !== undefined && step.do === undefined;
    if (mustBeAnswered && this.chosen[this.index] === null) return false;
    return step.when === undefined || this.holds(step.when);
  }

  private complete(): void {
    const { step, index } = this;
    if (step === undefined) return;
    const right = step.ask?.right;
    this.right[index] =
      (typeof right === 'number' ? right : right?.find(({ when }) => this.holds(when))?.answer) ?? null;
    this.seen[index] = step.seen === undefined ? null : this.measured(step.seen);
    void this.enter(index + 1);
  }

  private holds(predicate: Predicate): boolean {
    const mark = this.lessonBegan ?? this.mark();
    const lastEvent = this.lab.events().at(-1)?.number ?? 0;
    return holds(predicate, {
      state: this.lab.state(),
      stepBegan: this.stepBegan ?? mark,
      lessonBegan: mark,
      // A lab that was reset counts its events from 1 again.
      events: (since) => this.lab.events(since > lastEvent ? 0 : since),
    });
  }

  private measured(text: string): string {
    const since = this.lessonBegan?.lastEvent ?? 0;
    const lastEvent = this.lab.events().at(-1)?.number ?? 0;
    return measuredText(text, this.lab.state(), this.lab.events(since > lastEvent ? 0 : since));
  }

  private mark(): Mark {
    return { state: this.lab.state(), lastEvent: this.lab.events().at(-1)?.number ?? 0 };
  }

  /** One after the other. What waits when the lesson closes or the step is over is given up. */
  private async runAll(calls: readonly CommandCall[]): Promise<void> {
    for (const call of calls) {
      if (call.once !== undefined) await this.waitFor(call.once);
      if (this.isClosed) throw abandoned;
      if (call.at === undefined || isOfHost(call.at)) await this.runNow(call);
      else await this.runAt(call, call.at);
    }
  }

  private async runNow(call: CommandCall): Promise<void> {
    await this.lab.run(call.run, withHosts(parametersOf(call), this.lab.state()));
  }

  /** While the live VM stands at the point, so that no thread is late. */
  private async runAt(call: CommandCall, point: CountedPoint): Promise<void> {
    const { index } = this;
    const began = this.stepBegan ?? this.mark();
    this.isStanding = true;
    try {
      await this.lab.run('stand-still', standingPoint(point, began.state));
      this.isStanding = false;
      if (!this.isClosed && this.index === index) await this.runNow(call);
    } catch (error) {
      throw this.isClosed || this.index !== index ? abandoned : error;
    } finally {
      this.isStanding = false;
      await this.lab.run('go-on');
    }
  }

  private async waitFor(condition: Predicate): Promise<void> {
    if (this.holds(condition)) return;
    await new Promise<void>((done, failed) => {
      this.waiters.push({ condition, done, givenUp: () => failed(abandoned) });
    });
  }

  private wakeWaiters(): void {
    const ready = this.waiters.filter(({ condition }) => this.holds(condition));
    this.waiters = this.waiters.filter((waiter) => !ready.includes(waiter));
    for (const { done } of ready) done();
  }

  private abandonWaiters(): void {
    const { waiters } = this;
    this.waiters = [];
    if (this.isStanding) void this.lab.run('go-on').catch((error: unknown) => this.failed(error));
    for (const { givenUp } of waiters) givenUp();
  }

  private failed(error: unknown): void {
    if (error === abandoned || this.isClosed) return;
    this.problem = messageOf(error);
    this.lab.changed();
  }
}

/** Parameters with A, B or C in the place of live, backup and free. */
function withHosts(parameters: Record<string, unknown>, state: LabState): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) =>
      (name === 'host' || name === 'to') && typeof value === 'string' && isHostAlias(value)
        ? [name, hostOf(state, value) ?? value]
        : [name, value],
    ),
  );
}
