/**
 * Reads a share link. Total: whatever the text is, the lab starts; what cannot be understood is left out and said.
 * Links are typed, cut off by mail programs and made by other versions, so nothing here throws.
 */
import { hostIds } from '../../../ft/host-id.ts';
import { ruleIds, standardRules } from '../../../ft/rules.ts';
import { linkNames } from '../cables.ts';
import { slowestSpeed } from '../lab-time.ts';
import { redundancyChoices } from '../redundancy.ts';
import { numberIn, splitFields, type Range } from './fields.ts';
import {
  noSettings,
  type ClientLoad,
  type ClientVerb,
  type OpenedLink,
  type SharedLink,
  type ShareSettings,
} from './share-settings.ts';
import { linkVersion } from './write-link.ts';

const verbs: readonly ClientVerb[] = ['INCR', 'SET', 'GET', 'MIX'];
const longestLink = 4000;
const shownText = 60;

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** @param hash with or without its `#` */
export function readShareLink(hash: string): OpenedLink {
  const text = hash.replace(/^#/, '');
  if (text === '') return { settings: noSettings, problems: [] };
  const instead = 'The lab starts as it is first opened.';
  if (text.length > longestLink)
    return { settings: noSettings, problems: [`The link is too long to be one of this lab’s. ${instead}`] };
  const parameters = new URLSearchParams(text);
  const version = parameters.get('v');
  if (version !== linkVersion) {
    const what =
      version === null
        ? `The end of the address, “${shorten(text)}”, is not a link of this lab.`
        : `The link is of version ${shorten(version)}; this page reads version ${linkVersion}.`;
    return { settings: noSettings, problems: [`${what} ${instead}`] };
  }
  return new LinkReader().read(parameters);
}

class LinkReader {
  private readonly settings: Writable<ShareSettings> = { ...noSettings };
  private readonly problems: string[] = [];

  read(parameters: URLSearchParams): OpenedLink {
    for (const [name, value] of parameters) if (name !== 'v') this.readPart(name, value);
    return { settings: this.settings, problems: this.problems };
  }

  private readPart(name: string, value: string): void {
    switch (name) {
      case 'scenario':
        if (value === '' || value.length > 100) return this.leaveOut('lesson', value, 'a lesson’s name');
        this.settings.scenario = value;
        return;
      case 'off':
      case 'on':
        return this.readRules(value, name === 'on');
      case 'storage':
        return this.readStorage(value);
      case 'disk':
        return this.readDisk(value);
      case 'redundancy':
        this.settings.redundancy = this.oneOf('redundancy', value, redundancyChoices);
        return;
      case 'client':
        return this.readClient(value);
      case 'speed':
        this.settings.speed = this.number('speed', value, [slowestSpeed, 1, 'any']);
        return;
      case 'seed':
        this.settings.seed = this.number('seed', value, [0, 2 ** 31 - 1, 'whole']);
        return;
      default:
        return name.startsWith('link.')
          ? this.readLink(name, value)
          : this.leaveOut('setting', name, 'known to this version');
    }
  }

  private readRules(value: string, on: boolean): void {
    for (const [name] of splitFields(value)) {
      const rule = ruleIds.find((id) => id === name);
      if (rule === undefined) this.leaveOut('rule', name, `one of ${ruleIds.join(', ')}`);
      else if (standardRules[rule] !== on)
        this.settings.rules = [...this.settings.rules.filter((one) => one.rule !== rule), { rule, on }];
    }
  }

  private readLink(name: string, value: string): void {
    const [, linkText, hostText, ...rest] = name.split('.');
    const link = linkNames.find((one) => one === linkText);
    const host = hostIds.find((one) => one === hostText);
    if (link === undefined || rest.length > 0 || (hostText !== undefined && host === undefined))
      return this.leaveOut(
        'link',
        name.slice('link.'.length),
        `${linkNames.join(', ')}, or one of them with a host, as in network.A`,
      );
    const shared: Writable<SharedLink> = {
      link,
      rttMs: 0,
      bitsPerSecond: 0,
      loss: 0,
      ...(host === undefined ? {} : { host }),
    };
    for (const [field, text] of splitFields(value)) {
      if (field === 'rtt') shared.rttMs = this.number('round-trip time', text, [0, 10_000, 'any']) ?? 0;
      else if (field === 'bps') shared.bitsPerSecond = this.number('bandwidth', text, [0, 1e12, 'any']) ?? 0;
      else if (field === 'loss') shared.loss = this.number('loss', text, [0, 1, 'any']) ?? 0;
      else this.leaveOut('setting of a link', field, 'rtt, bps or loss');
    }
    this.settings.links = [...this.settings.links, shared];
  }

  private readStorage(value: string): void {
    let latencyMs = 0;
    let offline = false;
    for (const [field, text] of splitFields(value)) {
      if (field === 'latency') latencyMs = this.number('latency of the storage', text, [0, 10_000, 'any']) ?? 0;
      else if (field === 'offline') offline = true;
      else this.leaveOut('setting of the storage', field, 'latency or offline');
    }
    this.settings.storage = { latencyMs, offline };
  }

  private readDisk(value: string): void {
    const disk: Writable<NonNullable<ShareSettings['disk']>> = { sharing: 'shared', backupReads: 'from-log' };
    for (const [field] of splitFields(value)) {
      if (field === 'non-shared') disk.sharing = field;
      else if (field === 'from-disk') disk.backupReads = field;
      else this.leaveOut('disk mode', field, 'non-shared or from-disk');
    }
    this.settings.disk = disk;
  }

  private readClient(value: string): void {
    const client: Writable<ClientLoad> = { rate: 4, connections: 1, verb: 'INCR' };
    for (const [field, text] of splitFields(value)) {
      if (field === 'rate') client.rate = this.number('rate of the client', text, [0, 1000, 'whole']) ?? client.rate;
      else if (field === 'connections')
        client.connections = this.number('number of connections', text, [1, 16, 'whole']) ?? 1;
      else if (field === 'verb') client.verb = this.oneOf('request', text, verbs) ?? 'INCR';
      else this.leaveOut('setting of the client', field, 'rate, connections or verb');
    }
    this.settings.client = client;
  }

  private number(what: string, text: string, range: Range): number | undefined {
    const value = numberIn(text, range);
    if (value !== null) return value;
    this.leaveOut(what, text, `a ${range[2] === 'whole' ? 'whole number' : 'number'} from ${range[0]} to ${range[1]}`);
    return undefined;
  }

  private oneOf<T extends string>(what: string, text: string, choices: readonly T[]): T | undefined {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) this.leaveOut(what, text, `one of ${choices.join(', ')}`);
    return found;
  }

  private leaveOut(what: string, text: string, allowed: string): void {
    this.problems.push(`The link’s ${what} “${shorten(text)}” was left out: it is not ${allowed}.`);
  }
}

function shorten(text: string): string {
  return text.length <= shownText ? text : `${text.slice(0, shownText)}…`;
}
