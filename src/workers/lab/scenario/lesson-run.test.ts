import { expect, suite, test } from 'vitest';
import { standardRules } from '../../../ft/rules.ts';
import { buildEmptyState } from '../empty-state.ts';
import type { LabEvent, LabState } from '../lab.ts';
import { LessonRun, type LessonLab } from './lesson-run.ts';
import type { Scenario, Step } from './scenario.ts';

/** A lab that is a healthy pair, does what it is told at once, and tells the run of each change. */
class ToyLab implements LessonLab {
  readonly commands: string[] = [];
  now: LabState = pair();
  told: LabEvent[] = [];
  watching: LessonRun | null = null;
  /** The VM comes to the point at which it is to stop. */
  reachPoint: () => void = () => {};

  state(): LabState {
    return this.now;
  }

  events(since = 0): LabEvent[] {
    return this.told.filter(({ number }) => number > since);
  }

  async run(id: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
    this.commands.push([id, ...Object.values(parameters)].join(' '));
    const { client } = this.now;
    const answered = { atMs: 0, request: 'PING', reply: 'OK pong', latencyMs: 1 };
    if (id === 'client' && parameters['action'] === 'request')
      this.change({
        client: { ...client, requests: client.requests + 1, replies: client.replies + 1, recent: [answered] },
      });
    if (id === 'stand-still')
      await new Promise<void>((done) => {
        this.reachPoint = done;
      });
    if (id === 'crash') this.tell('crash', `Host ${String(parameters['host'])} crashed.`);
    return undefined;
  }

  async until(isIt: (state: LabState) => boolean): Promise<LabState> {
    if (!isIt(this.now)) throw new Error('never');
    return this.now;
  }

  changed(): void {
    this.watching?.look();
  }

  change(part: Partial<LabState>): void {
    this.now = { ...this.now, ...part };
    this.changed();
  }

  tell(kind: string, text: string): void {
    this.told.push({ number: this.told.length + 1, labMs: 0, source: 'lab', kind, text });
    this.changed();
  }
}

function pair(): LabState {
  const empty = buildEmptyState();
  const host = (role: LabState['hosts']['A']['role']) => ({ ...empty.hosts.A, role, console: 'svc:~# ' });
  return { ...empty, hosts: { A: host('primary'), B: host('backup'), C: host('spare') }, rules: standardRules };
}

function begin(
  steps: readonly Step[],
  start?: Scenario['start'],
): { lab: ToyLab; run: LessonRun; began: Promise<void> } {
  const scenario: Scenario = {
    version: 1,
    id: 'toy',
    title: 'T',
    section: '2',
    question: 'Q?',
    claim: 'C.',
    steps: [...steps],
    summary: 'After {client.replies} replies. {event:crash}',
    start,
  };
  const lab = new ToyLab();
  const run = new LessonRun(scenario, lab);
  lab.watching = run;
  return { lab, run, began: run.begin() };
}

const paused: Step = { say: 'Pause.', when: { state: 'time.paused', is: true } };
const states = (run: LessonRun) => run.steps().map(({ state }) => state);
const settled = () =>
  new Promise<void>((resolve) => {
    setImmediate(resolve);
  });

suite('a lesson', () => {
  test('begins with a healthy pair and its own start', async () => {
    const { lab, run, began } = begin([paused], {
      rules: { reissue: false },
      commands: [{ run: 'crash', with: { host: 'backup' } }],
    });
    expect(run.outcome.phase).toBe('preparing');
    await began;
    expect(run.outcome.phase).toBe('running');
    expect(lab.commands).toContain('client request PING');
    expect(lab.commands.slice(-2)).toEqual(['set-rule reissue false', 'crash B']);
  });

  test('goes on when the lab is as the step wants it, whoever did that', async () => {
    const { lab, run, began } = begin([paused, { say: 'Crash.', when: { event: 'crash' }, seen: '{event:crash}' }]);
    await began;
    lab.tell('crash', 'Too early: this belongs to no step.');
    expect(states(run)).toEqual(['now', 'later']);
    lab.change({ time: { ...lab.now.time, paused: true } });
    await settled();
    expect(states(run)).toEqual(['done', 'now']);
    lab.tell('crash', 'Host A crashed.');
    expect(run.steps()[1]?.seen).toBe('Host A crashed.');
    await settled();
    expect(run.outcome).toMatchObject({ phase: 'finished', summary: 'After 1 replies. Host A crashed.' });
  });

  test('waits for the prediction of what happens by itself, and keeps the first one', async () => {
    const asked: Step = {
      ...paused,
      ask: {
        question: 'Will it?',
        answers: ['Yes', 'No'],
        right: [{ answer: 0, when: { state: 'time.paused', is: true } }],
      },
    };
    const { lab, run, began } = begin([asked]);
    await began;
    lab.change({ time: { ...lab.now.time, paused: true } });
    expect(states(run)).toEqual(['now']);
    run.answer(1);
    run.answer(0);
    expect(run.steps()[0]?.ask).toMatchObject({ chosen: 1, right: 0 });
    expect(states(run)).toEqual(['done']);
  });

  test('does not wait for a prediction when the learner acts', async () => {
    const asked: Step = {
      ...paused,
      do: [{ run: 'pause' }],
      ask: { question: 'Will it?', answers: ['Yes', 'No'], right: 0 },
    };
    const { lab, run, began } = begin([asked]);
    await began;
    lab.change({ time: { ...lab.now.time, paused: true } });
    expect(run.steps()[0]?.ask).toMatchObject({ chosen: null, right: 0 });
    expect(states(run)).toEqual(['done']);
  });

  test('helps in order, each command when its time has come; what is left is given up when the step is done', async () => {
    const helped: Step = {
      ...paused,
      do: [
        { run: 'crash', with: { host: 'live' } },
        { run: 'resume', once: { event: 'went-live' } },
        { run: 'reset', once: { event: 'never' } },
      ],
    };
    const { lab, run, began } = begin([helped]);
    await began;
    const before = lab.commands.length;
    const help = run.help();
    await settled();
    expect(lab.commands.slice(before)).toEqual(['crash A']);
    expect(run.steps()[0]?.help).toBe('busy');
    lab.tell('went-live', 'Host B went live.');
    await settled();
    expect(lab.commands.slice(before)).toEqual(['crash A', 'resume']);
    lab.change({ time: { ...lab.now.time, paused: true } });
    await help;
    expect(run.outcome).toMatchObject({ phase: 'finished', problem: '' });
    expect(lab.commands).not.toContain('reset');
  });

  test('a fault comes by itself, at its point, while the VM stands there', async () => {
    const { lab, run, began } = begin([
      {
        say: 'Watch.',
        faults: [{ run: 'crash', with: { host: 'live' }, at: { instructions: 500 } }],
        when: { event: 'crash' },
      },
    ]);
    lab.change({ hosts: { ...lab.now.hosts, A: { ...lab.now.hosts.A, instructions: 1000 } } });
    await began;
    expect(lab.commands.at(-1)).toBe('stand-still 1500');
    lab.reachPoint();
    await settled();
    expect(lab.commands.slice(-3)).toEqual(['stand-still 1500', 'crash A', 'go-on']);
    expect(run.outcome).toMatchObject({ phase: 'finished', problem: '' });
  });

  test('a fault whose step is over before its point is given up', async () => {
    const { lab, run, began } = begin([{ ...paused, faults: [{ run: 'crash', at: { labMs: 500 } }] }]);
    await began;
    expect(lab.commands.at(-1)).toBe('stand-still 500');
    lab.change({ time: { ...lab.now.time, paused: true } });
    await settled();
    expect(lab.commands.at(-1)).toBe('go-on');
    lab.reachPoint();
    await settled();
    expect(lab.commands).not.toContain('crash');
    expect(run.outcome).toMatchObject({ phase: 'finished', problem: '' });
  });

  test('a point that the host finds is a parameter of the command', async () => {
    const { lab, began } = begin([{ ...paused, faults: [{ run: 'crash', at: 'after-output' }] }]);
    await began;
    expect(lab.commands.at(-1)).toBe('crash after-output');
  });

  test('resets a lab that cannot be mended', async () => {
    const lab = new ToyLab();
    lab.now = { ...lab.now, invariants: { oneLive: { holds: false, checked: 1 } } };
    const run = new LessonRun(
      { version: 1, id: 'toy', title: 'T', section: '2', question: 'Q?', claim: 'C.', steps: [paused], summary: 'S.' },
      lab,
    );
    await run.begin();
    expect(lab.commands).toContain('reset');
  });
});
