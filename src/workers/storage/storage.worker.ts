/**
 * The storage thread: ports and timers around `Storage`. Must not decide anything about disks or flags.
 */
import type { HostId } from '../../ft/host-id.ts';
import { agreedNow, LabClock } from '../thread/lab-clock.ts';
import { createLabTimer, type LabTimer } from '../thread/lab-timer.ts';
import { Link } from '../thread/link.ts';
import { handedOver, portOf } from '../thread/port.ts';
import { createRandom } from '../thread/seeded-random.ts';
import { thisThread } from '../thread/this-thread.ts';
import type { FromStorage, HostToStorage, StorageEvent, StorageToHost, ToStorage } from './messages.ts';
import { Storage } from './storage.ts';

/** Events that wait for the next report; full: the oldest go, the counters in the status stay right. */
const capacityEvents = 500;
const reportPeriodMs = 40;
/** While lab time stands, the page waits for reports between two steps. */
const pausedPeriodMs = 4;
const resentAfterMs = 40;

const page = thisThread<FromStorage, ToStorage>();
const links = new Map<HostId, Link<StorageToHost>>();
let started: { storage: Storage; clock: LabClock; random: () => number } | undefined;
let events: StorageEvent[] = [];
let wakeTimer: LabTimer | undefined;
let reportTimer: ReturnType<typeof setTimeout> | undefined;

function begin(message: ToStorage & { kind: 'started' }): void {
  const clock = new LabClock(
    message.anchor,
    agreedNow(() => performance.now(), message.clockSetByMs),
  );
  const storage = new Storage({
    image: message.image,
    now: () => clock.now(),
    reply: (host, reply) => links.get(host)?.send(reply),
    wake: (atMs) => wakeTimer?.at(atMs),
    record: (event) => {
      events.push(event);
      if (events.length > capacityEvents) events.shift();
      requestReport();
    },
  });
  wakeTimer = createLabTimer(clock, () => storage.advance());
  started = { storage, clock, random: createRandom(message.seed) };
  requestReport();
}

function requestReport(): void {
  const periodMs = started?.clock.current.paused === true ? pausedPeriodMs : reportPeriodMs;
  reportTimer ??= setTimeout(() => {
    reportTimer = undefined;
    if (started === undefined) return;
    page.send({
      kind: 'storage-reported',
      status: started.storage.status(),
      events,
      anchorMs: started.clock.current.realMs,
    });
    events = [];
  }, periodMs);
}

function connect(host: HostId, raw: unknown): void {
  if (started === undefined) return;
  const { storage, clock, random } = started;
  const port = portOf<StorageToHost, HostToStorage>(raw);
  links.get(host)?.close();
  links.set(
    host,
    new Link<StorageToHost>({
      clock,
      random,
      deliver: (reply) => port.send(reply, reply.kind === 'read-done' ? handedOver(reply.data) : []),
      bytesOf: (reply) => (reply.kind === 'read-done' ? reply.data.length + 32 : 32),
      loss: { resentAfterMs },
    }),
  );
  port.receive((asked) => {
    storage.ask(host, asked);
    requestReport();
  });
}

page.receive((message) => {
  if (message.kind === 'started') return begin(message);
  if (started === undefined) return;
  const { storage, clock } = started;
  switch (message.kind) {
    case 'host-connected':
      return connect(message.host, message.port);
    case 'time-set':
      clock.set(message.anchor);
      for (const link of links.values()) link.retime();
      wakeTimer?.stop();
      storage.advance();
      break;
    case 'link-set': {
      const link = links.get(message.host);
      if (link !== undefined) link.settings = message.settings;
      break;
    }
    case 'settings-changed':
      storage.settings = message.settings;
      break;
    case 'reply-to-be-lost':
      storage.loseNextWonReply();
      break;
    case 'image-wanted':
      page.send({ kind: 'image-given', request: message.request, image: storage.image(message.of) });
      return;
  }
  requestReport();
});
