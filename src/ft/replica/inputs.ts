/**
 * What waits to be delivered to the live VM: bounded, and what happens when it is full has a name. Paper sections 2 and
 * 3.5. Must not know when a frame runs.
 */
import type { Input } from '../input.ts';
import { isLive } from '../role.ts';
import { trace } from './emit.ts';
import type { Replica } from './state.ts';

/** Only the live VM has a keyboard and a network (NW1). A VM that is about to be live again keeps what comes meanwhile. */
const isForUs = (replica: Replica): boolean =>
  isLive(replica.role) ||
  (replica.role === 'starting' && replica.startingAs !== null && replica.startingAs !== 'backup') ||
  (replica.role === 'waiting' && replica.target === null);

/** A broadcast reaches every port, so it does not show that the switch knows where the service is (GL6). */
const isToAGroup = (frame: Uint8Array): boolean => ((frame[0] ?? 0) & 1) === 1;

/** Console input or a packet arrived from outside. */
export const takeInput = (replica: Replica, input: Input): void => {
  if (!isForUs(replica)) return;
  if (input.kind === 'packet-received') {
    if (!isToAGroup(input.frame))
      replica.nextAnnouncementMs = replica.nowMs + replica.configuration.announcementPeriodMs;
    // A NIC drops what finds its ring full; TCP sends it again (NW2).
    if (replica.packetsQueued >= replica.configuration.packetQueueCapacity) {
      replica.counters.packetsDropped += 1;
      trace(replica, {
        kind: 'input-dropped',
        input: input.kind,
        reason: `${replica.packetsQueued} packets wait already`,
      });
      return;
    }
    replica.packetsQueued += 1;
  }
  if (input.kind === 'console-input') {
    if (replica.consoleBytesQueued + input.bytes.length > replica.configuration.consoleQueueBytes) {
      replica.counters.consoleRefused += 1;
      trace(replica, {
        kind: 'input-refused',
        input: input.kind,
        reason: `${replica.consoleBytesQueued} bytes of console input wait already; type more slowly`,
      });
      return;
    }
    replica.consoleBytesQueued += input.bytes.length;
  }
  replica.inputs.push(input);
};

const shiftInput = (replica: Replica): Input | undefined => {
  const input = replica.inputs.shift();
  if (input?.kind === 'packet-received') replica.packetsQueued -= 1;
  if (input?.kind === 'console-input') replica.consoleBytesQueued -= input.bytes.length;
  return input;
};

/** Takes the disk completions out of the queue; what else waits keeps its order. */
export const takeCompletions = (replica: Replica): (Input & { kind: 'disk-completed' })[] => {
  const waiting = [...replica.inputs];
  replica.inputs.clear();
  const taken: (Input & { kind: 'disk-completed' })[] = [];
  for (const input of waiting) {
    if (input.kind === 'disk-completed') taken.push(input);
    else replica.inputs.push(input);
  }
  return taken;
};

/** Takes what the next frame delivers, in the order of arrival. */
export const drawInputs = (replica: Replica): Input[] => {
  const drawn: Input[] = [];
  while (drawn.length < replica.configuration.inputsPerFrame) {
    const input = shiftInput(replica);
    if (input === undefined) break;
    drawn.push(input);
  }
  return drawn;
};

/** The VM left this host: what has not been delivered is lost, as it is for any NIC that goes away. */
export const clearInputs = (replica: Replica, reason: string): void => {
  for (let input = shiftInput(replica); input !== undefined; input = shiftInput(replica)) {
    trace(replica, { kind: 'input-dropped', input: input.kind, reason });
  }
};
