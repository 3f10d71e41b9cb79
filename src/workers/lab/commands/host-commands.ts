/** Commands for hosts and their VMs: crash, start, move, slow down, switch off and on. Paper sections 2.3, 3.1, 3.2, 3.3. */
import { z } from 'zod';
import { hostIds } from '../../../ft/host-id.ts';
import { crashPoints } from '../../host/crash-point.ts';
import { LabError } from '../lab-error.ts';
import { redundancyChoices } from '../redundancy.ts';
import { command, hostSchema, noParameters } from './command.ts';

export const hostCommands = [
  command({
    id: 'crash',
    label: 'Crash a host',
    help: 'Ends a host in the middle of whatever it does. Without a host: the one whose VM is live.',
    key: 'k',
    parameters: z.strictObject({
      host: hostSchema.optional().describe('A, B or C; else the live one'),
      at: z
        .enum(crashPoints)
        .optional()
        .describe(
          'reply-made, before-output or after-output: with the next reply to the client; write-issued: with the next write; at once when not given',
        ),
    }),
    run: (lab, { host, at }) => {
      const which = host ?? lab.requireLive('crash its host');
      if (at === undefined) lab.crash(which);
      else lab.cluster.toHost(which, { kind: 'crash-armed', at });
    },
  }),
  command({
    id: 'crash-backup',
    label: 'Crash the backup',
    help: 'Ends the host of the backup.',
    key: 'b',
    parameters: noParameters,
    run: (lab) => {
      const backup = hostIds.find((host) => lab.observer.views[host].role === 'backup');
      if (backup === undefined) throw new LabError('There is no backup.', 'Start one with start-backup.');
      lab.crash(backup);
    },
  }),
  command({
    id: 'start-backup',
    label: 'Start a new backup',
    help: 'Clones the running VM to another host by FT VMotion, so that it is protected again.',
    key: 'g',
    parameters: z.strictObject({ host: hostSchema.optional().describe('A, B or C; else one that is free') }),
    run: (lab, { host }) => lab.placement.startBackup(host),
  }),
  command({
    id: 'move',
    label: 'Move a VM',
    help: 'Moves the primary or the backup to another host, while it runs.',
    parameters: z.strictObject({ host: hostSchema, to: hostSchema }),
    run: (lab, { host, to }) => lab.placement.move(host, to),
  }),
  command({
    id: 'set-host',
    label: 'Give a host less CPU',
    help: 'Sets the CPU share that a host has left for its VM, as an overloaded server would.',
    parameters: z.strictObject({ host: hostSchema, cpu: z.number().min(1).max(100).describe('percent, 1 to 100') }),
    run: (lab, { host, cpu }) => lab.command(host, { kind: 'set-host-cpu', percent: cpu }),
  }),
  command({
    id: 'set-cpu',
    label: 'Change the VM’s CPU share',
    help: 'Changes the CPU share of the VM itself; the change travels on the log, so the backup gets the same.',
    parameters: z.strictObject({ cpu: z.number().min(1).max(100).describe('percent, 1 to 100') }),
    run: (lab, { cpu }) => lab.command(lab.requireLive('change its CPU share'), { kind: 'set-cpu', percent: cpu }),
  }),
  command({
    id: 'power-off',
    label: 'Switch the service off',
    help: 'Switches the VM off on both hosts; nobody goes live.',
    parameters: noParameters,
    run: (lab) => lab.command(lab.requireLive('switch it off'), { kind: 'power-off' }),
  }),
  command({
    id: 'power-on',
    label: 'Switch the service on',
    help: 'Boots the VM and its backup again from the shared disk, after it was switched off or both hosts died.',
    parameters: noParameters,
    run: (lab) => lab.placement.powerOn(),
  }),
  command({
    id: 'redundancy',
    label: 'Automatic redundancy',
    help: 'Says when the clustering service starts a new backup by itself.',
    parameters: z.strictObject({ when: z.enum(redundancyChoices).describe(redundancyChoices.join(', ')) }),
    run: (lab, { when }) => {
      lab.placement.redundancy = when;
    },
  }),
];
