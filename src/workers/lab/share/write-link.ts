/** A share link's text: only what differs from the lab as first opened, so that a plain lab has a short link. */
import { joinFields } from './fields.ts';
import type { ShareSettings, SharedLink } from './share-settings.ts';

export const linkVersion = '1';

/** Without the `#`. */
export function writeShareLink(settings: ShareSettings): string {
  const { scenario, rules, links, storage, disk, redundancy, client, speed, seed } = settings;
  const named = (on: boolean): string =>
    rules
      .filter((one) => one.on === on)
      .map(({ rule }) => rule)
      .join(',');
  const parts: [string, string][] = [
    ['v', linkVersion],
    ['scenario', scenario === undefined ? '' : encodeURIComponent(scenario)],
    ['off', named(false)],
    ['on', named(true)],
    ...links.map((link): [string, string] => [nameOf(link), linkFields(link)]),
    ['storage', storageFields(storage)],
    ['disk', diskFields(disk)],
    ['redundancy', redundancy ?? ''],
    [
      'client',
      client === undefined
        ? ''
        : joinFields([
            ['rate', client.rate],
            ['connections', client.connections],
            ['verb', client.verb],
          ]),
    ],
    ['speed', speed === undefined ? '' : String(round(speed))],
    ['seed', seed === undefined ? '' : String(seed)],
  ];
  return parts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function nameOf({ link, host }: SharedLink): string {
  return host === undefined ? `link.${link}` : `link.${link}.${host}`;
}

function linkFields({ rttMs, bitsPerSecond, loss }: SharedLink): string {
  const fields = [['rtt', rttMs] as const, ['bps', bitsPerSecond] as const, ['loss', loss] as const];
  return joinFields(fields.filter(([, value]) => value !== 0).map(([name, value]) => [name, round(value)]));
}

function storageFields(storage: ShareSettings['storage']): string {
  if (storage === undefined) return '';
  return joinFields([
    ...(storage.latencyMs === 0 ? [] : [['latency', round(storage.latencyMs)] as const]),
    ...(storage.offline ? [['offline', ''] as const] : []),
  ]);
}

function diskFields(disk: ShareSettings['disk']): string {
  if (disk === undefined) return '';
  return joinFields([
    ...(disk.sharing === 'shared' ? [] : [[disk.sharing, ''] as const]),
    ...(disk.backupReads === 'from-log' ? [] : [[disk.backupReads, ''] as const]),
  ]);
}

/** Sliders leave long fractions; nobody means them. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
