/** The right mouse button on a host, the channel or the storage: the lab's commands that fit there. */
import type { HostId } from '../../ft/host-id.ts';
import type { CommandInfo } from '../../workers/lab/lab.ts';
import { useContextMenu } from '../common/menu.tsx';
import { useAct, useModel } from '../store/lab-context.tsx';

export type ContextTarget =
  | { readonly kind: 'host'; readonly id: HostId; readonly running: boolean }
  | { readonly kind: 'channel' }
  | { readonly kind: 'storage' };

interface Choice {
  readonly command: string;
  readonly label: string;
  readonly parameters?: object;
}

function hostChoices(id: HostId, running: boolean): readonly Choice[] {
  if (!running)
    return [{ command: 'start-backup', label: `Start a new backup on host ${id}`, parameters: { host: id } }];
  return [
    { command: 'crash', label: `Crash host ${id}`, parameters: { host: id } },
    { command: 'cut', label: `Cut host ${id} off the network`, parameters: { link: 'network', host: id } },
    { command: 'mend', label: `Mend host ${id}’s network`, parameters: { link: 'network', host: id } },
    { command: 'cut', label: `Cut host ${id} off the storage`, parameters: { link: 'storage', host: id } },
    { command: 'mend', label: `Mend host ${id}’s storage link`, parameters: { link: 'storage', host: id } },
    { command: 'set-host', label: `Half the CPU for host ${id}`, parameters: { host: id, cpu: 50 } },
    { command: 'set-host', label: `A tenth of the CPU for host ${id}`, parameters: { host: id, cpu: 10 } },
    { command: 'set-host', label: `All the CPU for host ${id}`, parameters: { host: id, cpu: 100 } },
  ];
}

const channelChoices: readonly Choice[] = [
  { command: 'cut', label: 'Cut', parameters: { link: 'logging' } },
  { command: 'mend', label: 'Mend', parameters: { link: 'logging' } },
  {
    command: 'set-link',
    label: 'No delay, no limit',
    parameters: { link: 'logging', rttMs: 0, bitsPerSecond: 0, loss: 0 },
  },
  { command: 'corrupt', label: 'Corrupt one bit', parameters: { link: 'logging' } },
];

const storageChoices: readonly Choice[] = [
  { command: 'storage', label: 'Take the storage offline', parameters: { action: 'offline' } },
  { command: 'storage', label: 'Bring the storage online', parameters: { action: 'online' } },
  { command: 'storage', label: 'Make the storage slow', parameters: { action: 'slow' } },
  { command: 'storage', label: 'Lose the next test-and-set reply', parameters: { action: 'lose-reply' } },
];

function choicesFor(target: ContextTarget, commands: readonly CommandInfo[]): readonly Choice[] {
  const choices =
    target.kind === 'host'
      ? hostChoices(target.id, target.running)
      : target.kind === 'channel'
        ? channelChoices
        : storageChoices;
  return choices.filter((choice) => commands.some((command) => command.id === choice.command));
}

/** For the element that has the menu: its handler, and the popup to render inside it. */
export function useCommandMenu(label: string, target: ContextTarget) {
  const act = useAct();
  const model = useModel();
  return useContextMenu(label, () => [
    {
      choices: choicesFor(target, model.commands()).map((choice) => ({
        label: choice.label,
        run: () => act(choice.command, choice.parameters),
      })),
    },
  ]);
}
