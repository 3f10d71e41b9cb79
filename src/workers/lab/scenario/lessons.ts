/**
 * The lessons of the lab: their list, the one that is open, and how one is opened, by id, from an address or from a file's
 * text. Must not know the page.
 */
import { z } from 'zod';
import { LabError, messageOf } from '../lab-error.ts';
import type { LessonInfo, LessonView } from '../model.ts';
import { LessonRun, type LessonLab } from './lesson-run.ts';
import { parseScenario, type ScenarioKnowledge } from './parse-scenario.ts';
import type { Scenario } from './scenario.ts';

export interface LessonsEnvironment {
  readonly lab: LessonLab;
  readonly knowledge: () => ScenarioKnowledge;
  /** The text at an address relative to the page. */
  readonly load: (address: string) => Promise<string>;
}

const listAddress = 'scenarios/index.json';
const listSchema = z.strictObject({
  lessons: z.array(z.strictObject({ id: z.string(), title: z.string(), section: z.string(), question: z.string() })),
});

export class Lessons {
  list: readonly LessonInfo[] = [];
  private readonly environment: LessonsEnvironment;
  private run: LessonRun | null = null;
  private cached: { readonly key: string; readonly view: LessonView } | null = null;
  /** So that of two that are opened at the same time the later one stays. */
  private openings = 0;

  constructor(environment: LessonsEnvironment) {
    this.environment = environment;
  }

  /** Loads the list. Without one there are no lessons, and the lab works all the same. */
  async start(): Promise<void> {
    try {
      this.list = listSchema.parse(JSON.parse(await this.environment.load(listAddress))).lessons;
      this.environment.lab.changed();
    } catch {
      this.list = [];
    }
  }

  /** @throws LabError that lists the lessons there are */
  async open(id: string): Promise<void> {
    if (this.list.length === 0) await this.start();
    if (!this.list.some((lesson) => lesson.id === id))
      throw new LabError(
        `There is no lesson ${JSON.stringify(id)}.`,
        `Lessons: ${this.list.map((lesson) => lesson.id).join(', ')}.`,
      );
    await this.openAddress(`scenarios/${id}.json`);
  }

  /** @param address on the server that the page came from @throws LabError when it cannot be loaded or is no scenario */
  async openAddress(address: string): Promise<void> {
    const opening = ++this.openings;
    const text = await this.load(address);
    if (opening === this.openings) this.openText(text, address.slice(address.lastIndexOf('/') + 1));
  }

  /** @throws LabError that names the lines that are wrong */
  openText(text: string, name: string): void {
    this.openings++;
    this.begin(parseScenario(text, name, this.environment.knowledge()));
  }

  close(): void {
    this.openings++;
    this.run?.close();
    this.run = null;
    this.environment.lab.changed();
  }

  /** @throws LabError when no lesson is open */
  async help(): Promise<void> {
    await this.opened().help();
  }

  answer(choice: number): void {
    this.opened().answer(choice);
  }

  restart(): void {
    this.begin(this.opened().scenario);
  }

  /** Opens a neighbour in the lecture; at either end it says so. */
  async turn(to: 'next' | 'previous'): Promise<void> {
    const { view } = this;
    const neighbour = view === null ? this.list[0] : view[to];
    if (neighbour === undefined || neighbour === null)
      throw new LabError(`There is no ${to} lesson.`, 'Pick one from the list of lessons.');
    await this.open(neighbour.id);
  }

  look(): void {
    this.run?.look();
  }

  /** The open lesson; the same object as long as nothing of it changed. */
  get view(): LessonView | null {
    const { run } = this;
    if (run === null) return null;
    const view = this.viewOf(run);
    const key = JSON.stringify(view);
    if (this.cached?.key !== key) this.cached = { key, view };
    return this.cached.view;
  }

  private viewOf(run: LessonRun): LessonView {
    const { id, title, section, question, claim, model } = run.scenario;
    const index = this.list.findIndex((lesson) => lesson.id === id);
    return {
      id,
      title,
      section,
      question,
      claim,
      model: model ?? null,
      place: index < 0 ? null : { number: index + 1, count: this.list.length },
      steps: run.steps(),
      ...run.outcome,
      previous: this.list[index - 1] ?? null,
      next: index < 0 ? null : (this.list[index + 1] ?? null),
    };
  }

  private begin(scenario: Scenario): void {
    this.run?.close();
    this.run = new LessonRun(scenario, this.environment.lab);
    this.environment.lab.changed();
    void this.run.begin();
  }

  private opened(): LessonRun {
    if (this.run !== null) return this.run;
    throw new LabError('No lesson is open.', 'Open one with scenario {id}.');
  }

  private async load(address: string): Promise<string> {
    try {
      return await this.environment.load(address);
    } catch (error) {
      throw new LabError(
        `The scenario at ${address} could not be loaded.`,
        'It must be a file on the server that this page came from.',
        messageOf(error),
      );
    }
  }
}
