/**
 * Plain sentences for what a replica did: the list of events, tooltips of the timeline. Null: it happens so often that only
 * the timeline shows it. Must not know where the sentences are shown.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { TraceEvent } from '../../ft/trace.ts';

const roleWords: Readonly<Record<string, string>> = {
  spare: 'spare',
  starting: 'starting',
  primary: 'primary',
  backup: 'backup',
  draining: 'draining its log',
  waiting: 'waiting for test-and-set',
  'live-alone': 'live, alone',
  halted: 'halted',
};

export function sentenceOf(host: HostId, event: TraceEvent): string | null {
  switch (event.kind) {
    case 'role-changed':
      return `Host ${host} is now ${roleWords[event.to] ?? event.to}: ${event.reason}.`;
    case 'peer-lost':
      return `Host ${host} has not heard of host ${event.peer} for ${Math.round(event.silenceMs)} ms and takes it for dead.`;
    case 'test-and-set-asked':
      return `Host ${host} asks shared storage for test-and-set of generation ${event.generation}.`;
    case 'test-and-set-won':
      return `Host ${host} won the test-and-set of generation ${event.generation}.`;
    case 'test-and-set-lost':
      return `Host ${host} lost the test-and-set of generation ${event.generation}: host ${event.owner} had won it.`;
    case 'test-and-set-unreachable':
      return `Host ${host} cannot reach shared storage and waits.`;
    case 'went-live':
      return `Host ${host} went live after batch ${event.sequence}; ${count(event.outputsSentAgain, 'output')} sent again, ${count(event.operationsReissued, 'disk operation')} issued again.`;
    case 'location-announced':
      return `Host ${host} told the switch that the service is at its port now.`;
    case 'disk-reissued':
      return `Host ${host} issued disk ${event.request} ${event.operation} again.`;
    case 'output-sent-again':
      return `Host ${host} sent an output of batch ${event.sequence} again, because it may not have been sent.`;
    case 'diverged':
      return `Host ${host} diverged at batch ${event.sequence}: ${event.what}.`;
    case 'vmotion':
      return `FT VMotion, host ${host}: ${event.phase}${event.detail === '' ? '' : ` (${event.detail})`}.`;
    case 'throttled':
      return `The primary on host ${host} gets ${event.percent} % CPU: the backup lags by ${Math.round(event.lagMs)} ms.`;
    case 'input-dropped':
    case 'input-refused':
      return `Host ${host}: an input (${event.input}) was not taken: ${event.reason}.`;
    case 'message-ignored':
      return `Host ${host} ignored a message of host ${event.peer}: ${event.reason}.`;
    case 'command-refused':
      return `Host ${host} refused ${event.command}: ${event.reason}.`;
    case 'rule-changed':
      return null;
    case 'powered-off':
      return `The service on host ${host} was switched off.`;
    case 'batch-sent':
    case 'batch-received':
    case 'batch-replayed':
    case 'acknowledgment-sent':
    case 'acknowledgment-received':
    case 'output-held':
    case 'output-released':
    case 'output-dropped':
    case 'heartbeat-sent':
    case 'heartbeat-received':
    case 'disk-issued':
    case 'disk-completed':
    case 'stalled':
    case 'resumed':
      return null;
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
