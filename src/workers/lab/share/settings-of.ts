/**
 * From the lab to the settings of a share link, and from settings to the commands that bring a lab there. Must not know the
 * link's text.
 */
import { hostIds } from '../../../ft/host-id.ts';
import { ruleIds, standardRules } from '../../../ft/rules.ts';
import type { LinkSettings } from '../../thread/link.ts';
import { linkNames, type LinkName } from '../cables.ts';
import type { LabCore } from '../lab-core.ts';
import type { ShareSettings, SharedLink } from './share-settings.ts';

export const standardSeed = 1;

export function settingsOf(core: LabCore, scenario: string | undefined, seed: number): ShareSettings {
  const { rules } = core.cluster;
  const storage = core.observer.storage?.settings ?? { offline: false, latencyMs: 0 };
  const { speed } = core.time.state;
  const isPlainDisk = core.disk.sharing === 'shared' && core.disk.backupReads === 'from-log';
  return {
    ...(scenario === undefined ? {} : { scenario }),
    rules: ruleIds.filter((rule) => rules[rule] !== standardRules[rule]).map((rule) => ({ rule, on: rules[rule] })),
    links: linkNames.flatMap((link) => linksOf(core, link)),
    ...(storage.offline || storage.latencyMs > 0 ? { storage } : {}),
    ...(isPlainDisk ? {} : { disk: core.disk }),
    ...(core.placement.redundancy === 'by-hand' ? {} : { redundancy: core.placement.redundancy }),
    ...(core.clientRuns && core.clientLoad !== null ? { client: core.clientLoad } : {}),
    ...(speed === 1 ? {} : { speed }),
    ...(seed === standardSeed ? {} : { seed }),
  };
}

/** One entry for all hosts when they agree, one for each that differs when they do not. */
function linksOf(core: LabCore, link: LinkName): SharedLink[] {
  const settings = hostIds.map((host) => shared(link, core.cables.sentBy(link, host)));
  const [first] = settings;
  if (first !== undefined && settings.every((one) => JSON.stringify(one) === JSON.stringify(first)))
    return isPlain(first) ? [] : [first];
  return settings.map((one, index) => ({ ...one, host: hostIds[index]! })).filter((one) => !isPlain(one));
}

function shared(link: LinkName, { delayMs, bitsPerSecond, loss }: LinkSettings): SharedLink {
  return { link, rttMs: delayMs * 2, bitsPerSecond, loss };
}

function isPlain({ rttMs, bitsPerSecond, loss }: SharedLink): boolean {
  return rttMs === 0 && bitsPerSecond === 0 && loss === 0;
}

export interface ShareStep {
  readonly id: string;
  readonly parameters: object;
}

/** Commands in the order in which they are run. Speed is the last, so that getting there takes no longer than it must. */
export function stepsTo({ rules, links, storage, redundancy, client, speed }: ShareSettings): ShareStep[] {
  return [
    ...rules.map(({ rule, on }) => ({ id: 'set-rule', parameters: { rule, on } })),
    ...links.map((link) => ({ id: 'set-link', parameters: link })),
    ...(storage === undefined ? [] : [{ id: 'storage', parameters: { action: 'slow', latencyMs: storage.latencyMs } }]),
    ...(redundancy === undefined ? [] : [{ id: 'redundancy', parameters: { when: redundancy } }]),
    ...(client === undefined ? [] : [{ id: 'client', parameters: { action: 'start', ...client } }]),
    ...(storage?.offline === true ? [{ id: 'storage', parameters: { action: 'offline' } }] : []),
    ...(speed === undefined ? [] : [{ id: 'speed', parameters: { factor: speed } }]),
  ];
}
