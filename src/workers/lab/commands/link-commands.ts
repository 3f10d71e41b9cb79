/** Commands for cables and storage: cut, mend, slow, lossy, damaged, offline. Paper sections 2.2, 2.3, 3.2. */
import { z } from 'zod';
import { hostIds } from '../../../ft/host-id.ts';
import { linkNames, type LinkName } from '../cables.ts';
import type { LabCore } from '../lab-core.ts';
import { LabError } from '../lab-error.ts';
import { command, hostSchema } from './command.ts';

const linkSchema = z.enum(linkNames).describe('logging (everything between two hosts), network or storage');
const words: Readonly<Record<LinkName, string>> = {
  logging: 'logging channel',
  network: 'network',
  storage: 'storage network',
};

function affected(host: (typeof hostIds)[number] | undefined) {
  return host === undefined ? hostIds : [host];
}

export const linkCommands = [
  command({
    id: 'cut',
    label: 'Cut a link',
    help: 'Everything that is sent on the link is lost until it is mended.',
    key: 'x',
    parameters: z.strictObject({
      link: linkSchema.default('logging'),
      host: hostSchema.optional(),
      direction: z.enum(['out', 'in', 'both']).default('both').describe('out, in or both, seen from the host'),
      at: z
        .enum(['reply-made'])
        .optional()
        .describe('reply-made: what the live host sends on the logging channel, from the log of its next reply on'),
    }),
    run: (lab, { link, host, direction, at }) => {
      if (at === 'reply-made') return cutAtReply(lab, link);
      lab.cables.change(link, host, direction, { cut: true });
      lab.observer.note(
        lab.time.now,
        'cut',
        affected(host),
        `The ${words[link]}${host === undefined ? '' : ` of host ${host}`} was cut.`,
      );
    },
  }),
  command({
    id: 'mend',
    label: 'Mend a link',
    help: 'Lets the link carry again what is sent on it.',
    parameters: z.strictObject({ link: linkSchema.default('logging'), host: hostSchema.optional() }),
    run: (lab, { link, host }) => {
      lab.cables.mend(link, host);
      lab.observer.note(
        lab.time.now,
        'mend',
        affected(host),
        `The ${words[link]}${host === undefined ? '' : ` of host ${host}`} was mended.`,
      );
    },
  }),
  command({
    id: 'set-link',
    label: 'Slow a link',
    help: 'Sets round-trip time, bandwidth and loss of a link. Times are lab time.',
    parameters: z.strictObject({
      link: linkSchema,
      host: hostSchema.optional(),
      rttMs: z.number().min(0).max(10_000).optional().describe('milliseconds, 0 to 10000'),
      bitsPerSecond: z.number().min(0).optional().describe('0 for no limit'),
      loss: z.number().min(0).max(1).optional().describe('0 to 1'),
    }),
    run: (lab, { link, host, rttMs, bitsPerSecond, loss }) =>
      lab.cables.change(link, host, 'both', {
        ...(rttMs === undefined ? {} : { delayMs: rttMs / 2 }),
        ...(bitsPerSecond === undefined ? {} : { bitsPerSecond }),
        ...(loss === undefined ? {} : { loss }),
      }),
  }),
  command({
    id: 'corrupt',
    label: 'Corrupt one bit',
    help: 'Flips a bit of the next message on the logging channel, or of the next packet to the service.',
    parameters: z.strictObject({
      link: z.enum(['logging', 'network']).default('logging').describe('logging or network'),
    }),
    run: (lab, { link }) => corrupt(lab, link),
  }),
  command({
    id: 'storage',
    label: 'Disturb shared storage',
    help: 'Takes shared storage offline or online, slows it down, or loses the reply to the next test-and-set that is won.',
    parameters: z.strictObject({
      action: z.enum(['offline', 'online', 'slow', 'lose-reply']).describe('offline, online, slow or lose-reply'),
      latencyMs: z
        .number()
        .min(0)
        .max(10_000)
        .optional()
        .describe('milliseconds for slow; 20 when not given, 0 for as fast as it goes'),
    }),
    run: (lab, { action, latencyMs }) => {
      if (action === 'lose-reply') return lab.cluster.toStorage({ kind: 'reply-to-be-lost' });
      if (action === 'slow') return lab.cables.changeStorage({ latencyMs: latencyMs ?? 20 });
      lab.observer.note(lab.time.now, action === 'offline' ? 'cut' : 'mend', hostIds, `Shared storage is ${action}.`);
      lab.cables.changeStorage({ offline: action === 'offline' });
    },
  }),
];

function cutAtReply(lab: LabCore, link: LinkName): void {
  if (link !== 'logging')
    throw new LabError('Only the logging channel can be cut when a reply is made.', 'Leave at out, or link.');
  lab.cluster.toHost(lab.requireLive('cut what its host sends'), { kind: 'cut-armed' });
}

function corrupt(lab: LabCore, link: 'logging' | 'network'): void {
  const live = lab.requireLive('corrupt what it sends');
  if (link === 'network') return lab.toOutside({ kind: 'frames-corrupted', port: live, count: 1 });
  const peer = lab.observer.views[live].latest?.report.peer ?? null;
  if (peer === null)
    throw new LabError('There is no backup that a message could go to.', 'Start one with start-backup.');
  lab.cluster.toHost(live, { kind: 'to-be-corrupted', peer });
}
