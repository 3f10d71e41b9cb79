/**
 * docs/BOUNDS.md lists every queue, ring and list with its capacity, what happens when it is full, and the test of that.
 * Here: the list is complete, and the tests of those that no other file tests.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { ChannelMemory } from '../lab/channel-picture.ts';
import { ConsoleStore } from '../lab/console-store.ts';
import { EventList } from '../lab/event-list.ts';
import { Flights } from '../lab/flights.ts';
import { Observer } from '../lab/observer.ts';
import { Reporter } from '../host/reporter.ts';
import type { FromStorage, ToStorage } from '../storage/messages.ts';
import { portOf } from '../thread/port.ts';
import type { WorkerThread } from '../thread/worker-kind.ts';
import { TcpFlows } from '../outside/capture/tcp-flows.ts';
import { InputQueue } from '../outside/client/input-queue.ts';
import { LineReader, parseClientReport, type ClientReport } from '../outside/client/client-report.ts';
import { Datagrams } from '../outside/history/datagrams.ts';
import { History } from '../outside/history/history.ts';
import { Latencies } from '../outside/history/latencies.ts';
import { Recent } from '../outside/report-pacer.ts';
import { spawnThread } from './threads.ts';

const listPath = 'docs/BOUNDS.md';

interface Row {
  readonly file: string;
  readonly name: string;
  readonly full: string;
  readonly test: string;
}

/** The table's rows: | what | `file` `name` | capacity | when full | `test` |. */
function rowsOf(text: string): Row[] {
  return text.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const place = /^`([^`]+)` `([^`]+)`$/.exec(cells[2] ?? '');
    if (place === null) return [];
    return [
      { file: place[1]!, name: place[2]!, full: cells[4] ?? '', test: /`([^`]+)`/.exec(cells[5] ?? '')?.[1] ?? '' },
    ];
  });
}

/** Constants whose name says that they bound something, and the capacities of the protocol's configuration. */
const bound =
  /^(?:export )?const (capacity[A-Z]?\w*|\w+Capacity(?:[A-Z]\w*)?) ?[:=]|^ {2}(\w+(?:Capacity|BufferBytes|QueueBytes)): /gm;

function boundsIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|\/testing\/|\/simulation\//.test(file));
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(bound)].map(([, constant, setting]) => `${file} ${constant ?? setting}`),
  );
}

describe('the list of bounds', () => {
  const rows = rowsOf(readFileSync(listPath, 'utf8'));

  test('names every capacity in the source, and none that is not there', () => {
    const listed = rows.map(({ file, name }) => `${file} ${name}`);
    expect(boundsIn('src').filter((place) => !listed.includes(place))).toEqual([]);
    for (const { file, name } of rows)
      expect([file, name, readFileSync(file, 'utf8').includes(name)]).toEqual([file, name, true]);
  });

  test('says of each what happens when it is full, and which test shows it', () => {
    for (const row of rows)
      expect([row.name, row.full.length > 5, existsSync(row.test)]).toEqual([row.name, true, true]);
  });
});

const take = (history: History, report: ClientReport): void => history.take(report, 0);

describe('when they are full', () => {
  test('events: the oldest go, the numbers go on', () => {
    const events = new EventList();
    for (let number = 1; number <= 5010; number++) events.add({ labMs: number, source: 'lab', kind: 'x', text: 'x' });
    expect([events.since(0).length, events.since(0)[0]?.number, events.count]).toEqual([5000, 11, 5010]);
  });

  test('what a console showed: the last 64 KiB, also when one report brings more', () => {
    const console = new ConsoleStore();
    console.write(new Uint8Array(60_000).fill(1));
    console.write(new Uint8Array(60_000).fill(2));
    expect([console.history().length, console.history()[0], console.history()[65_535]]).toEqual([65_536, 1, 2]);
    console.write(new Uint8Array(256 * 1024).fill(3));
    expect([console.history().length, console.history()[0]]).toEqual([65_536, 3]);
  });

  test('messages drawn on the channel: the oldest go', () => {
    const flights = new Flights();
    for (let sequence = 1; sequence <= 100; sequence++)
      flights.take({
        atMs: 0,
        generation: 1,
        event: { kind: 'batch-sent', sequence, bytes: 1, instructions: 1, entries: {} },
      });
    expect([flights.list.length, flights.list[0]?.sequence]).toEqual([64, 37]);
  });

  test('what is drawn in the buffers: the oldest go', () => {
    const memory = new ChannelMemory();
    for (let sequence = 1; sequence <= 2100; sequence++)
      memory.take({
        atMs: 0,
        generation: 1,
        event: { kind: 'output-held', sequence, output: 'packet-sent', bytes: 60, digest: 1 },
      });
    expect(memory.picture(new Observer(), 0).held[0]?.sequence).toBe(101);
  });

  test('memory digests in a report: more are left out', () => {
    const reporter = new Reporter();
    for (let sequence = 1; sequence <= 60; sequence++)
      reporter.memoryCheck({ generation: 1, sequence, instructions: 1, digest: 'a' });
    expect(reporter.take().memoryChecks.length).toBe(50);
  });

  test('a report of the client program: connections that it cannot have and lines without end are none', () => {
    expect(parseClientReport('C 15')).toEqual({ kind: 'connected', connection: 15 });
    expect(parseClientReport('C 16')).toBeNull();
    expect(parseClientReport('Q 1 999999 GET a')).toBeNull();
    const lines = new LineReader();
    for (let byte = 0; byte < 100_000; byte++) lines.take(65);
    expect(lines.take(10)?.length).toBe(512);
  });

  test('the client’s requests, errors and open requests: the oldest go', () => {
    const history = new History(() => {});
    for (let id = 1; id <= 100; id++) take(history, { kind: 'requested', id, connection: 0, text: `GET k${id}` });
    for (let id = 1; id <= 30; id++) take(history, { kind: 'refused', reason: `${id}` });
    const { recent, errors, outstanding } = history.figures(0);
    expect([recent.length, recent[0]?.request, errors.length, outstanding]).toEqual([8, 'GET k93', 20, 64]);
    expect(errors.at(-1)).toContain('30');
  });

  test('keys: those beyond the table are not checked, and the verdict says so', () => {
    const history = new History(() => {});
    for (let id = 1; id <= 300; id++) {
      take(history, { kind: 'requested', id, connection: 0, text: `SET k${id} v` });
      take(history, { kind: 'replied', id, connection: 0, text: 'OK v' });
    }
    const { linearizable } = history.figures(0);
    expect(linearizable).toMatchObject({ holds: true, checked: 256 });
    expect(linearizable.note).toContain('44 requests');
  });

  test('latencies: of the last 1,024', () => {
    const latencies = new Latencies();
    for (let number = 1; number <= 5000; number++) latencies.add(number <= 3976 ? 1 : 9, number);
    expect(latencies.summary()).toEqual({ lastMs: 9, medianMs: 9, p99Ms: 9 });
  });

  test('datagrams: a duplicate of one long ago counts as new, rows of old ones are forgotten', () => {
    const datagrams = new Datagrams();
    const row = { atMs: 0, request: 'x', reply: null, latencyMs: null };
    for (let id = 0; id < 5000; id++) {
      datagrams.request(id, row);
      datagrams.reply(id);
    }
    expect([datagrams.rowOf(0), datagrams.rowOf(4999)]).toEqual([undefined, row]);
    expect([datagrams.reply(4999), datagrams.reply(0)]).toEqual(['duplicate', 'first']);
  });

  test('TCP flows: the one that was silent the longest is forgotten', () => {
    const flows = new TcpFlows();
    const segment = (flow: number) => ({ flow: `${flow}`, sourceIp: 1, isSyn: false, sequence: 0, payloadLength: 5 });
    for (let flow = 0; flow <= 256; flow++) flows.isRepeated(segment(flow));
    expect([flows.isRepeated(segment(256)), flows.isRepeated(segment(0))]).toEqual([true, false]);
  });

  test('frames to the client and keys typed into it: the newest are dropped', () => {
    const queue = new InputQueue();
    for (let frame = 0; frame < 300; frame++) queue.addFrame(new Uint8Array(60));
    expect(queue.droppedFrames).toBe(44);
    queue.addConsole(0, new Uint8Array(20_000));
    let delivered = 0;
    queue.deliverTo({
      packetRoom: 0,
      consoleRoom: (port: 0 | 1) => (port === 0 ? 100_000 : 0),
      deliver: (input: { readonly bytes: Uint8Array }) => (delivered += input.bytes.length),
    } as unknown as Parameters<InputQueue['deliverTo']>[0]);
    expect(delivered).toBe(16_384);
  });

  test('marks and console bytes between two reports: the oldest go and are counted', () => {
    const recent = new Recent<number>(3);
    for (let item = 1; item <= 5; item++) recent.push(item);
    expect(recent.take()).toEqual({ items: [3, 4, 5], skipped: 2 });
    expect(recent.take()).toEqual({ items: [], skipped: 0 });
  });
});

describe('the storage thread', () => {
  let thread: WorkerThread;
  afterEach(() => thread.terminate());

  test('tells the newest 500 of a flood of operations, and counts all', { timeout: 60_000 }, async () => {
    thread = spawnThread('storage', 'storage');
    const flood = 2000;
    const tell = (message: ToStorage, transfer: Transferable[] = []): void => thread.send(message, transfer);
    const finished = new Promise<number>((resolve, reject) => {
      thread.onFailure((reason) => reject(new Error(reason)));
      let longest = 0;
      thread.receive((raw) => {
        const message = raw as FromStorage;
        if (message.kind !== 'storage-reported') return;
        longest = Math.max(longest, message.events.length);
        if (message.status.writes === flood) resolve(longest);
      });
    });
    const anchor = { labMs: 0, realMs: performance.timeOrigin + performance.now(), speed: 1, paused: false };
    tell({ kind: 'started', image: new Uint8Array(4096), anchor, clockSetByMs: 0, seed: 1 });
    const { port1, port2 } = new MessageChannel();
    tell({ kind: 'host-connected', host: 'A', port: port2 }, [port2]);
    const host = portOf(port1);
    for (let operation = 1; operation <= flood; operation++)
      host.send({
        kind: 'asked',
        place: 'shared-disk',
        request: {
          kind: 'write',
          id: operation,
          generation: 1,
          operation,
          start: 0,
          fencing: 'none',
          data: new Uint8Array(8),
        },
      });
    expect(await finished).toBeLessThanOrEqual(500);
    host.close();
  });
});
