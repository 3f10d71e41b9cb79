/**
 * The host thread: the page's messages in, reports out. Must not decide anything: host.ts and src/ft do.
 */
import { hostNowMs, installGuestGlobals } from '../../emulator/globals.ts';
import { agreedNow } from '../thread/lab-clock.ts';
import { thisThread } from '../thread/this-thread.ts';
import { Host } from './host.ts';
import type { FromHost, ToHost } from './messages.ts';
import { ReportTimer } from './report-timer.ts';

installGuestGlobals();
const page = thisThread<FromHost, ToHost>();
let host: Host | undefined;
let reports: ReportTimer | undefined;

function begin(started: ToHost & { kind: 'started' }): void {
  const realNowMs = agreedNow(hostNowMs, started.clockSetByMs);
  host = new Host({
    started,
    realNowMs,
    failed: (reason) => page.send({ kind: 'host-failed', reason }),
    died: (at) => {
      reports?.lastWords();
      page.send({ kind: 'host-died', at });
    },
    loggingCut: () => page.send({ kind: 'logging-cut' }),
    stoodStill: (request) => page.send({ kind: 'stood-still', request }),
    changed: () => reports?.request(),
  });
  reports = new ReportTimer(host, realNowMs, (report) => page.send({ kind: 'host-reported', report }));
}

page.receive((message) => {
  if (message.kind === 'started') return begin(message);
  if (host === undefined || reports === undefined) return;
  switch (message.kind) {
    case 'placed': {
      const { as, peer, generation } = message;
      return host.happened({ kind: 'started', as, self: host.state.self, peer, generation });
    }
    case 'peer-connected':
      return host.connections.connectPeer(message.peer, message.port);
    case 'storage-connected':
      return host.connections.connectStorage(message.port);
    case 'switch-connected':
      return host.connections.connectSwitch(message.port);
    case 'time-set':
      return host.timeSet(message);
    case 'link-set':
      return host.connections.set(message.link, message.settings);
    case 'to-be-corrupted':
      return host.connections.corruptNext(message.peer);
    case 'crash-armed':
      host.armed.crash = message.at;
      return;
    case 'cut-armed':
      host.armed.cutsLogging = true;
      return;
    case 'stand-still-wanted':
      return host.standStill(message);
    case 'went-on':
      return host.goOn();
    case 'disarmed':
      return host.armed.disarm();
    case 'console-typed':
      return host.typed(message.bytes);
    case 'commanded':
      return host.happened({ kind: 'commanded', command: message.command });
    case 'rules-changed':
      return host.happened({ kind: 'rules-changed', rules: message.rules });
    case 'recording-wanted': {
      const run = host.slot.recordedRun(host.state.self);
      return page.send({ kind: 'recording-given', request: message.request, run });
    }
    case 'evidence-wanted':
      return reports.giveEvidence(message.request, message.page, (evidence) =>
        page.send({ kind: 'evidence-given', evidence }),
      );
  }
});
