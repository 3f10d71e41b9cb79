/**
 * A service on plain v86 with a client beside it: the same switch and the same client machine as in the lab, so that only
 * what runs the service differs. Must not know FT.
 */
import { clockSetByMs, reanchored, type TimeAnchor, realNowMs } from '../thread/lab-clock.ts';
import type { Spawn, WorkerThread } from '../thread/worker-kind.ts';
import type { ServiceSetup } from '../host/messages.ts';
import type { FromOutside, ToOutside } from '../outside/messages.ts';
import { serviceAddress } from '../network/addresses.ts';
import { ConsoleReader } from './console-reader.ts';
import type { FromPlain, ToPlain } from './messages.ts';
import { runInShell, type Timed } from './shell.ts';
import type { Workload } from './workload.ts';

export interface PlainSiteOptions {
  readonly setup: ServiceSetup;
  readonly disk: Uint8Array;
  readonly spawn: Spawn;
  readonly spawnPlain: (name: string) => WorkerThread;
  readonly name: string;
}

const bootTimeoutMs = 120_000;
const encoder = new TextEncoder();

export class PlainSite {
  private readonly service: WorkerThread;
  private readonly outside: WorkerThread;
  private readonly serviceConsole = new ConsoleReader(realNowMs);
  private readonly clientConsole = new ConsoleReader(realNowMs);
  private anchor: TimeAnchor = { labMs: 0, realMs: realNowMs(), speed: 1, paused: false };
  private pausedListener: () => void = () => {};
  private failed: (error: Error) => void = () => {};

  private constructor({ setup, disk, spawn, spawnPlain, name }: PlainSiteOptions) {
    this.service = spawnPlain(`plain ${name}`);
    this.outside = spawn('outside', `client of plain ${name}`);
    for (const thread of [this.service, this.outside])
      thread.onFailure((reason) => this.failed(new Error(`A thread of the benchmark failed: ${reason}`)));
    const { port1, port2 } = new MessageChannel();
    const { wasmModule, image, commandLine, memoryBytes } = setup;
    this.listen();
    const { anchor } = this;
    this.toOutside({ kind: 'started', wasmModule, image, anchor, clockSetByMs: clockSetByMs(), hosts: {}, seed: 1 });
    this.outside.send({ kind: 'host-connected', host: 'A', port: port2 } satisfies ToOutside, [port2]);
    this.service.send(
      { kind: 'started', wasmModule, image, commandLine, memoryBytes, disk, network: port1 } satisfies ToPlain,
      [port1],
    );
  }

  /** Boots both machines. @throws when one does not come up */
  static async start(options: PlainSiteOptions): Promise<PlainSite> {
    const site = new PlainSite(options);
    const isReady = (line: string): boolean => line.startsWith('guest ready');
    await Promise.race([
      Promise.all([site.serviceConsole.line(isReady, bootTimeoutMs), site.clientConsole.line(isReady, bootTimeoutMs)]),
      new Promise((_, reject) => {
        site.failed = reject;
      }),
    ]);
    return site;
  }

  async run(workload: Workload, seconds: number): Promise<Timed> {
    const { console, type } =
      workload.on === 'service'
        ? { console: this.serviceConsole, type: (text: string) => this.typeService(text) }
        : { console: this.clientConsole, type: (text: string) => this.typeClient(text) };
    return runInShell(console, type, workload, seconds, serviceAddress.ip);
  }

  async pause(): Promise<void> {
    this.setTime({ paused: true });
    await new Promise<void>((resolve) => {
      this.pausedListener = resolve;
      this.service.send({ kind: 'paused' } satisfies ToPlain);
    });
  }

  resume(): void {
    this.setTime({ paused: false });
    this.service.send({ kind: 'resumed' } satisfies ToPlain);
  }

  close(): void {
    this.service.terminate();
    this.outside.terminate();
  }

  private listen(): void {
    this.service.receive((raw) => {
      const message = raw as FromPlain;
      if (message.kind === 'console-written') this.serviceConsole.take(message.bytes);
      else if (message.kind === 'was-paused') this.pausedListener();
      else this.failed(new Error(message.reason));
    });
    this.outside.receive((raw) => {
      const message = raw as FromOutside;
      if (message.kind === 'outside-reported') this.clientConsole.take(message.report.console);
      else if (message.kind === 'outside-failed') this.failed(new Error(message.reason));
    });
  }

  private typeService(text: string): void {
    this.service.send({ kind: 'typed', bytes: encoder.encode(text) } satisfies ToPlain);
  }

  private typeClient(text: string): void {
    this.toOutside({ kind: 'console-typed', bytes: encoder.encode(text) });
  }

  private setTime(change: { readonly paused: boolean }): void {
    this.anchor = reanchored(this.anchor, realNowMs(), change);
    this.toOutside({ kind: 'time-set', anchor: this.anchor });
  }

  private toOutside(message: ToOutside): void {
    this.outside.send(message);
  }
}
