/**
 * The world outside of the two hosts: an Ethernet switch, the cables, the client machine and the record of what it saw.
 * Puts the parts together; each of them is in a file of its own. Must not know the protocol: to it, FT is invisible.
 */
import { hostIds, type HostId } from '../../ft/host-id.ts';
import { hostNowMs } from '../../emulator/globals.ts';
import { serviceAddress } from '../network/addresses.ts';
import { agreedNow, LabClock } from '../thread/lab-clock.ts';
import { Link, type LinkSettings } from '../thread/link.ts';
import { createRandom } from '../thread/seeded-random.ts';
import { Capture } from './capture/capture.ts';
import { TcpFlows } from './capture/tcp-flows.ts';
import { ClientMachine } from './client/client-machine.ts';
import { ClientProgram } from './client/client-program.ts';
import type { ClientReport } from './client/client-report.ts';
import { History, type ClientMark } from './history/history.ts';
import type { FromOutside, OutsideReport, OutsideStart, ToOutside } from './messages.ts';
import { tcpFrameOf } from './packets/tcp-frame.ts';
import { Recent, ReportPacer } from './report-pacer.ts';
import { flipOneBit } from './switch/damage.ts';
import { cableCapacityBytes, HostCable } from './switch/host-cable.ts';
import { LearningSwitch, switchPortIds, type SwitchPortId } from './switch/learning-switch.ts';

/** Between two reports. */
const markCapacity = 512;
const consoleCapacityBytes = 65_536;

export class Outside {
  private readonly send: (message: FromOutside) => void;
  private readonly clock: LabClock;
  private readonly random: () => number;
  private readonly cables: Readonly<Record<HostId, HostCable>>;
  private readonly fromClient: Link<Uint8Array>;
  private readonly toClient: Link<Uint8Array>;
  private readonly device: LearningSwitch;
  private readonly capture = new Capture();
  private readonly deliveredFlows = new TcpFlows();
  private readonly marks = new Recent<ClientMark>(markCapacity);
  private readonly consoleBytes = new Recent<number>(consoleCapacityBytes);
  private readonly history = new History((mark) => this.marks.push(mark));
  private readonly program = new ClientProgram((report) => this.takeReport(report));
  private readonly pacer = new ReportPacer(() => this.report());
  private client: ClientMachine | null = null;
  private duplicatesDropped = 0;

  constructor(start: OutsideStart, send: (message: FromOutside) => void) {
    this.send = send;
    this.clock = new LabClock(start.anchor, agreedNow(hostNowMs, start.clockSetByMs));
    this.random = createRandom(start.seed);
    const now = (): number => this.clock.now();
    this.device = new LearningSwitch({
      now,
      send: (port, frame) => (port === 'client' ? this.toClient : this.cables[port].link).send(frame),
      forwarded: (frame, from, to) => {
        this.capture.add(frame, from, to, now());
        this.pacer.changed();
      },
    });
    const cable = (host: HostId): HostCable =>
      new HostCable({ clock: this.clock, random: this.random, received: (frame) => this.device.receive(host, frame) });
    this.cables = { A: cable('A'), B: cable('B'), C: cable('C') };
    this.fromClient = this.clientLink((frame) => this.device.receive('client', frame));
    this.toClient = this.clientLink((frame) => this.deliverToClient(frame));
    for (const host of hostIds) {
      const port = start.hosts[host];
      if (port !== undefined) this.cables[host].connect(port);
    }
    void this.boot(start);
  }

  handle(message: Exclude<ToOutside, OutsideStart>): void {
    if (message.kind === 'time-set') this.setTime(message.anchor);
    else if (message.kind === 'host-connected') this.cables[message.host].connect(message.port);
    else if (message.kind === 'host-gone') this.cables[message.host].disconnect();
    else if (message.kind === 'link-set') this.setLink(message.port, message.settings);
    else if (message.kind === 'frames-corrupted') this.linkTo(message.port).corruptNext += message.count;
    else if (message.kind === 'console-typed') this.client?.type(0, message.bytes);
    else if (message.kind === 'client-commanded') this.command(message.line);
    else if (message.kind === 'gap-reset') this.history.resetGap(this.clock.now());
    else this.history.clear(this.clock.now());
    this.pacer.changed();
  }

  close(): void {
    this.client?.close();
    for (const host of hostIds) this.cables[host].close();
    this.fromClient.close();
    this.toClient.close();
    this.pacer.close();
  }

  private async boot({ wasmModule, image }: OutsideStart): Promise<void> {
    try {
      this.client = await ClientMachine.start({
        wasmModule,
        image,
        clock: this.clock,
        packetSent: (frame) => this.fromClient.send(frame),
        consoleWritten: (port, byte) => {
          if (port === 1) this.program.wrote(byte);
          else this.consoleBytes.push(byte);
          this.pacer.changed();
        },
        stopped: (reason) => this.send({ kind: 'outside-failed', reason }),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.send({ kind: 'outside-failed', reason: `The client machine did not start: ${reason}` });
    }
  }

  private clientLink(deliver: (frame: Uint8Array) => void): Link<Uint8Array> {
    return new Link<Uint8Array>({
      clock: this.clock,
      random: this.random,
      deliver,
      bytesOf: (frame) => frame.length,
      loss: 'dropped',
      corrupt: (frame) => flipOneBit(frame, this.random),
      capacityBytes: cableCapacityBytes,
    });
  }

  private deliverToClient(frame: Uint8Array): void {
    const segment = tcpFrameOf(frame);
    if (segment !== null && this.deliveredFlows.isRepeated(segment)) this.duplicatesDropped++;
    this.client?.receive(frame);
  }

  private takeReport(report: ClientReport): void {
    this.history.take(report, this.clock.now());
    if (report.kind !== 'ready') return;
    this.client?.switchJitOn();
    this.send({ kind: 'outside-started' });
  }

  private command(line: string): void {
    this.client?.type(1, ClientProgram.command(line));
    if (line.trim() === 'stop') this.history.stopped();
  }

  private linkTo(port: SwitchPortId): Link<Uint8Array> {
    return port === 'client' ? this.toClient : this.cables[port].link;
  }

  private setLink(port: SwitchPortId, settings: LinkSettings): void {
    this.linkTo(port).settings = settings;
    if (port === 'client') this.fromClient.settings = settings;
  }

  private setTime(anchor: OutsideStart['anchor']): void {
    this.clock.set(anchor);
    for (const port of switchPortIds) this.linkTo(port).retime();
    this.fromClient.retime();
    this.client?.retime();
  }

  private report(): void {
    const { capture, device, history, clock } = this;
    const labMs = clock.now();
    const { packets, skipped } = capture.take();
    const marks = this.marks.take();
    const portOf = (port: SwitchPortId): OutsideReport['ports'][SwitchPortId] => ({
      ...device.counters[port],
      dropped: this.linkTo(port).dropped + (port === 'client' ? (this.client?.droppedFrames ?? 0) : 0),
    });
    const client = history.figures(labMs);
    // These two change by time alone.
    if (!clock.current.paused && (client.outstanding > 0 || client.requestsPerSecond > 0)) this.pacer.changed();
    const report: OutsideReport = {
      labMs,
      client,
      duplicatesDropped: this.duplicatesDropped,
      retransmissions: { toService: capture.retransmissionsToService, fromService: capture.retransmissionsFromService },
      macTable: device.rows(),
      serviceAt: device.locate(serviceAddress.mac)?.port ?? 'unknown',
      ports: { A: portOf('A'), B: portOf('B'), C: portOf('C'), client: portOf('client') },
      packetsTotal: capture.total,
      malformedFrames: device.malformed,
      packets,
      skippedPackets: skipped,
      console: Uint8Array.from(this.consoleBytes.take().items),
      marks: marks.items,
      skippedMarks: marks.skipped,
      instructions: this.client?.instructions ?? 0,
    };
    this.send({ kind: 'outside-reported', report });
  }
}
