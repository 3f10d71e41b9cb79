/**
 * The whole outside with a real client machine, and as the service a second machine that nobody protects, in one thread.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostNowMs } from '../../emulator/globals.ts';
import { Machine } from '../../emulator/machine.ts';
import { loadGuestFiles } from '../../emulator/testing/guest-files.ts';
import { serviceAddress } from '../network/addresses.ts';
import { announcementFrame } from '../network/announcement.ts';
import { portOf, type RawPort } from '../thread/port.ts';
import { createTurn } from '../thread/this-thread.ts';
import { openLink } from '../thread/link.ts';
import type { FramesMessage, FromOutside, OutsideReport } from './messages.ts';
import { Outside } from './outside.ts';

const { wasmModule, image } = await loadGuestFiles();

const startedMs = hostNowMs();
const nowMs = (): number => hostNowMs() - startedMs;

/** The service, live alone and without a disk, at the other end of a cable that can be moved. */
async function startService(): Promise<{ plugIn(cable: RawPort): void; stop(): void }> {
  let cable = portOf<FramesMessage, FramesMessage>(new MessageChannel().port1);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let received: Uint8Array[] = [];
  const machine = await Machine.start(
    {
      wasmModule,
      image,
      commandLine: `console=ttyS0 tsc=reliable quiet IP=${serviceAddress.ip}/24 HOST=service MAC=${serviceAddress.mac}`,
      memoryBytes: 32 * 2 ** 20,
      diskBytes: 0,
      jit: 'off-until-switched',
    },
    { sliceEnded: (_, clockMs) => Math.max(clockMs, nowMs()), randomDrawn: () => 4 },
    {
      consoleWritten: () => undefined,
      packetSent: (frame) => cable.send({ kind: 'frames', frames: [frame] }),
      diskRequested: () => undefined,
      interruptRaised: () => undefined,
      halted: () => undefined,
    },
  );
  const turn = createTurn(() => {
    clearTimeout(timer);
    for (const frame of received.splice(0)) machine.deliver({ kind: 'packet-received', frame });
    const idleMs = machine.frame();
    if (idleMs === 0) turn.request();
    else timer = setTimeout(() => turn.request(), idleMs);
  });
  turn.request();
  return {
    plugIn: (raw) => {
      cable.close();
      cable = portOf<FramesMessage, FramesMessage>(raw);
      cable.receive(({ frames }) => {
        received = [...received, ...frames];
        turn.request();
      });
    },
    stop: () => {
      clearTimeout(timer);
      turn.close();
      cable.close();
      machine.destroy();
    },
  };
}

const reports: OutsideReport[] = [];
const waiting = new Set<() => void>();
let service: Awaited<ReturnType<typeof startService>>;
let outside: Outside;

/** The first report from now on that passes. */
async function until(passes: (report: OutsideReport) => boolean): Promise<OutsideReport> {
  for (let next = reports.length; ;) {
    for (; next < reports.length; next++) if (passes(reports[next]!)) return reports[next]!;
    await new Promise<void>((resolve) => {
      waiting.add(resolve);
    });
  }
}

beforeAll(async () => {
  const ends = { A: new MessageChannel(), B: new MessageChannel(), C: new MessageChannel() };
  service = await startService();
  service.plugIn(ends.A.port1);
  await new Promise<void>((resolve, reject) => {
    const take = (message: FromOutside): void => {
      if (message.kind === 'outside-started') resolve();
      if (message.kind === 'outside-failed') reject(new Error(message.reason));
      if (message.kind !== 'outside-reported') return;
      reports.push(message.report);
      for (const wake of waiting) wake();
      waiting.clear();
    };
    const anchor = { labMs: 0, realMs: performance.timeOrigin + hostNowMs(), speed: 1, paused: false };
    const hosts = { A: ends.A.port2, B: ends.B.port2, C: ends.C.port2 };
    outside = new Outside({ kind: 'started', wasmModule, image, anchor, clockSetByMs: 0, hosts, seed: 1 }, take);
  });
}, 60_000);

afterAll(() => {
  outside.close();
  service.stop();
});

test(
  'a real client asks a real service, through a cable that loses frames, and the service moves to another port',
  { timeout: 60_000 },
  async () => {
    outside.handle({ kind: 'client-commanded', line: 'start 0 2 INCR' });
    const first = await until(({ client }) => client.replies > 50);
    expect(first).toMatchObject({ serviceAt: 'A', client: { connections: 2, reconnects: 0, errors: [] } });
    expect(first.macTable.map((row) => row.mac)).toContain(serviceAddress.mac);
    const captured = reports.flatMap((report) => report.packets);
    expect(captured.some((row) => /^TCP 10\.0\.0\.2:\d+ → 10\.0\.0\.10:7000 PSH ACK/.test(row.summary))).toBe(true);
    expect(captured.filter((row) => row.summary.startsWith('Malformed'))).toEqual([]);

    outside.handle({ kind: 'link-set', port: 'A', settings: { ...openLink, loss: 0.2 } });
    await until(({ retransmissions }) => retransmissions.toService > 1);

    // The machine is moved as by a failover: same connections, another port, announced as the paper has it.
    const moved = new MessageChannel();
    outside.handle({ kind: 'host-connected', host: 'B', port: moved.port2 });
    service.plugIn(moved.port1);
    moved.port1.postMessage({ kind: 'frames', frames: [announcementFrame(serviceAddress.mac, serviceAddress.ip)] });
    await until(({ serviceAt }) => serviceAt === 'B');
    const atMove = reports.at(-1)!.client.replies;
    const last = await until(({ client }) => client.replies > atMove + 50);
    expect(last.client).toMatchObject({ reconnects: 0, connections: 2, errors: [] });
    expect(last.client.linearizable).toEqual({ holds: true, checked: last.client.replies });
    expect(last.client.noWriteLost).toEqual({ holds: true, checked: last.client.replies });
  },
);

test('connections that read and write the same keys: their history is linearizable', { timeout: 60_000 }, async () => {
  outside.handle({ kind: 'client-commanded', line: 'start 0 8 MIX' });
  const before = reports.at(-1)!.client.replies;
  const { client } = await until((report) => report.client.connections === 8 && report.client.replies > before + 300);
  expect(client.linearizable).toMatchObject({ holds: true });
  expect(client.noWriteLost).toMatchObject({ holds: true });
});

test('a paused lab stands still, and goes on where it was', { timeout: 60_000 }, async () => {
  const labMs = reports.at(-1)!.labMs;
  const anchorAt = (paused: 'paused' | 'running') => ({
    labMs,
    realMs: performance.timeOrigin + hostNowMs(),
    speed: 1,
    paused: paused === 'paused',
  });
  outside.handle({ kind: 'time-set', anchor: anchorAt('paused') });
  const before = await until((report) => report.labMs === labMs);
  outside.handle({ kind: 'client-commanded', line: 'stop' });
  const after = await until(() => true);
  expect([after.labMs, after.instructions, after.client.replies]).toEqual([
    labMs,
    before.instructions,
    before.client.replies,
  ]);
  outside.handle({ kind: 'time-set', anchor: anchorAt('running') });
  await until(({ client }) => client.outstanding === 0);
});

test('datagrams, single requests and the shell', { timeout: 60_000 }, async () => {
  outside.handle({ kind: 'client-commanded', line: 'request SET greeting hello' });
  outside.handle({ kind: 'client-commanded', line: 'udp INCR atm' });
  outside.handle({ kind: 'console-typed', bytes: new TextEncoder().encode('hostname\r') });
  const seen = await until(
    ({ client }) => client.udpReplies === 1 && client.recent.some((row) => row.reply === 'OK hello'),
  );
  expect(seen.client.udpDuplicates).toBe(0);
  const consoleText = (): string => reports.map((report) => new TextDecoder().decode(report.console)).join('');
  if (!/hostname\s+client/.test(consoleText())) await until(() => /hostname\s+client/.test(consoleText()));
});
