/** Readers of what guests and hosts send: messages of the logging channel, frames, and lines of the client's application. */
import { decodeMessage, encodeMessage } from '../../../ft/message/codec.ts';
import type { LogEntry } from '../../../ft/log-entry.ts';
import type { Message } from '../../../ft/message/message.ts';
import { clientAddress, serviceAddress } from '../../network/addresses.ts';
import { announcementFrame } from '../../network/announcement.ts';
import { ClientProgram } from '../../outside/client/client-program.ts';
import { History } from '../../outside/history/history.ts';
import { decodeFrame } from '../../outside/packets/decode-frame.ts';
import { tcpFrameOf } from '../../outside/packets/tcp-frame.ts';
import { LearningSwitch } from '../../outside/switch/learning-switch.ts';
import type { FuzzTarget } from './target.ts';

const text = (line: string): Uint8Array => new TextEncoder().encode(line);

const entries: readonly LogEntry[] = [
  { kind: 'slice-ended', instructions: 100_003, clockMs: 12.345 },
  { kind: 'slice-ended', instructions: 100_007, clockMs: null },
  { kind: 'random-drawn', value: -5 },
  { kind: 'console-input', port: 0, bytes: text('ls\n') },
  { kind: 'packet-received', frame: announcementFrame(serviceAddress.mac, serviceAddress.ip) },
  { kind: 'disk-completed', operation: 7, data: new Uint8Array(512).fill(3) },
  { kind: 'disk-completed', operation: 8, data: null },
  { kind: 'controlled', control: { kind: 'cpu-share-set', percent: 50 } },
  { kind: 'controlled', control: { kind: 'power-off' } },
  { kind: 'output-made', output: 'packet-sent', bytes: 60, digest: 0xfeedbeef },
  { kind: 'memory-hashed', digest: '0123456789abcdef' },
];

const messages: readonly Message[] = [
  {
    kind: 'batch',
    generation: 3,
    sequence: 1000,
    entries,
    instructions: 123_456_789_012,
    registersDigest: 0xdeadbeef,
    consoleDigest: 7,
    sentAtMs: 4567.891,
    randoms: 'logged',
    outputs: 'logged',
    releasedSequence: 990,
  },
  { kind: 'acknowledgment', generation: 3, receivedSequence: 1000, executedSequence: 998 },
  {
    kind: 'heartbeat',
    generation: 3,
    sentSequence: 1,
    receivedSequence: 1000,
    executedSequence: 998,
    releasedSequence: 990,
  },
  { kind: 'vmotion-requested', generation: 3, to: 'C', purpose: 'move-backup' },
  {
    kind: 'vmotion-offered',
    generation: 4,
    purpose: 'new-backup',
    snapshotBytes: 12_000_000,
    snapshotDigest: '0123456789abcdef',
    cpuPercent: 100,
  },
];

function frame(hex: string): Uint8Array {
  return Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

const header = '525400000010 525400000002 0800';
const frames: readonly Uint8Array[] = [
  announcementFrame(serviceAddress.mac, serviceAddress.ip),
  announcementFrame(clientAddress.mac, clientAddress.ip),
  frame(
    `${header} 4500003b123440004006 0000 0a000002 0a00000a 04011b580000000c00000028801801f600000000` +
      '0101080a0000000100000002 494e435220780a',
  ),
  frame(`${header} 4500002000010000 40110000 0a000002 0a00000a 04021b59000c0000 23312061`),
  frame(`${header} 4500001c00010000 40010000 0a000002 0a00000a 0800000000010007`),
];

const reports = [
  'I ready\nC 0\nQ 1 0 INCR hits\nR 1 0 OK 1\nQ 2 0 SET a b\nR 2 0 OK b\nQ 3 0 GET a\nR 3 0 OK b\n',
  'C 1\nQ 4 1 INCR hits1\nX 1 errno 104\nC 1\nV 5 #5 INCR atm\nU 5 #5 OK 1\nU 5 #5 OK 1\nE what\n',
].map(text);

const noFrames = (): void => {};

export const guestTargets: readonly FuzzTarget[] = [
  {
    name: 'message, checksum verified',
    weight: 20,
    samples: messages.map(encodeMessage),
    decode: (bytes) => (decodeMessage(bytes, 'verify').kind === 'decoded' ? 'accepted' : 'refused'),
  },
  {
    name: 'message, checksum ignored',
    weight: 30,
    samples: messages.map(encodeMessage),
    decode: (bytes) => (decodeMessage(bytes, 'ignore').kind === 'decoded' ? 'accepted' : 'refused'),
  },
  {
    name: 'frame, decoded',
    weight: 25,
    samples: frames,
    decode: (bytes) => (decodeFrame(bytes).summary.startsWith('Malformed') ? 'refused' : 'accepted'),
  },
  {
    name: 'frame, switched and followed',
    weight: 15,
    samples: frames,
    decode: (bytes) => {
      const device = new LearningSwitch({ now: () => 0, send: noFrames, forwarded: noFrames });
      device.receive('A', bytes);
      device.receive('client', bytes);
      return tcpFrameOf(bytes) === null ? 'refused' : 'accepted';
    },
  },
  {
    name: 'client report',
    weight: 10,
    samples: reports,
    decode: (bytes) => {
      const history = new History(() => {});
      let taken = 0;
      const program = new ClientProgram((report) => {
        history.take(report, taken++);
      });
      for (const byte of bytes) program.wrote(byte);
      history.figures(taken);
      return taken > 0 ? 'accepted' : 'refused';
    },
  },
];
