/**
 * A recording being replayed, as the lab's side of its thread sees it. The lab goes on beside it. Must not know commands.
 */
import type { FromReplay, ReplayOrder, ToReplay } from '../../recording/messages.ts';
import type { ServiceSetup } from '../../host/messages.ts';
import type { Spawn, WorkerThread } from '../../thread/worker-kind.ts';
import { ConsoleStore } from '../console-store.ts';
import { LabError } from '../lab-error.ts';
import type { ReplayView } from './sharing-model.ts';

export interface SessionOptions {
  readonly name: string;
  readonly file: Uint8Array;
  readonly setup: ServiceSetup;
  readonly spawn: Spawn;
  readonly changed: () => void;
}

export class ReplaySession {
  view: ReplayView | null = null;
  readonly console = new ConsoleStore();
  private readonly thread: WorkerThread;
  private readonly options: SessionOptions;
  private ready: (() => void) | null = null;
  private refused: ((error: LabError) => void) | null = null;

  private constructor(options: SessionOptions) {
    this.options = options;
    this.thread = options.spawn('replay', 'replay of a recording');
  }

  /** @throws LabError when the file cannot be replayed; nothing is left behind then */
  static async open(options: SessionOptions): Promise<ReplaySession> {
    const session = new ReplaySession(options);
    try {
      await session.start();
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  order(order: ReplayOrder): void {
    this.thread.send(order satisfies ToReplay);
  }

  close(): void {
    this.thread.terminate();
  }

  private start(): Promise<void> {
    const { file, setup } = this.options;
    return new Promise((ready, refused) => {
      this.ready = ready;
      this.refused = refused;
      this.thread.onFailure((reason) =>
        this.failed(new LabError('The replay stopped working.', 'Open the recording again.', reason)),
      );
      this.thread.receive((message) => this.heard(message as FromReplay));
      const { wasmModule, image } = setup;
      this.thread.send({ kind: 'opened', file, wasmModule, image } satisfies ToReplay);
    });
  }

  private heard(message: FromReplay): void {
    if (message.kind === 'refused') return this.failed(new LabError(message.title, message.advice, message.details));
    if (message.kind === 'ready') {
      this.view = { name: this.options.name, summary: message.summary, report: null, problem: '' };
      this.ready?.();
    } else if (this.view !== null) {
      const { restarted, bytes } = message.report.console;
      if (restarted !== null) {
        this.console.restart();
        this.console.write(restarted);
      }
      if (bytes.length > 0) this.console.write(bytes);
      this.view = { ...this.view, report: message.report };
    }
    this.options.changed();
  }

  /** Before it began, whoever opened it hears of it; afterwards the page says it. */
  private failed(error: LabError): void {
    if (this.view === null) return this.refused?.(error);
    this.view = { ...this.view, problem: error.message };
    this.options.changed();
  }
}
