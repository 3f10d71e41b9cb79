/**
 * The settings of the lab's cables, kept for hosts that are plugged in again. A person names a link; which ends of which
 * ports that means is decided here. Must not know what travels.
 */
import { hostIds, type HostId } from '../../ft/host-id.ts';
import type { StorageSettings } from '../storage/messages.ts';
import { openLink, type LinkSettings } from '../thread/link.ts';
import type { Cluster } from './cluster.ts';

export const linkNames = ['logging', 'network', 'storage'] as const;
export type LinkName = (typeof linkNames)[number];
/** Seen from the host, or for the logging channel from the named host; both when nothing is said. */
export type Direction = 'out' | 'in' | 'both';

export class Cables {
  private readonly cluster: Cluster;
  private storage: StorageSettings = { offline: false, latencyMs: 0 };
  /** What leaves each host for its peers. */
  private readonly loggingOut: Record<HostId, LinkSettings> = { A: openLink, B: openLink, C: openLink };
  private readonly hostOut: Record<'network' | 'storage', Record<HostId, LinkSettings>> = {
    network: { A: openLink, B: openLink, C: openLink },
    storage: { A: openLink, B: openLink, C: openLink },
  };
  private readonly hostIn: Record<'network' | 'storage', Record<HostId, LinkSettings>> = {
    network: { A: openLink, B: openLink, C: openLink },
    storage: { A: openLink, B: openLink, C: openLink },
  };

  constructor(cluster: Cluster) {
    this.cluster = cluster;
  }

  /** What the page shows for the logging channel: cut when any direction of it is. */
  get logging(): LinkSettings {
    const all = hostIds.map((host) => this.loggingOut[host]);
    return { ...all[0]!, cut: all.some(({ cut }) => cut) };
  }

  /** Of what a host sends on a link: delay, bandwidth and loss are the same in the other direction. */
  sentBy(link: LinkName, host: HostId): LinkSettings {
    return link === 'logging' ? this.loggingOut[host] : this.hostOut[link][host];
  }

  /** Changes a link, for one host or for all. Logging: `out` is what the host sends, `in` what the others send. */
  change(link: LinkName, host: HostId | undefined, direction: Direction, change: Partial<LinkSettings>): void {
    const named = host === undefined ? hostIds : [host];
    if (link === 'logging') {
      const senders =
        host === undefined || direction === 'both'
          ? hostIds
          : hostIds.filter((other) => (direction === 'out') === (other === host));
      for (const sender of senders) this.loggingOut[sender] = { ...this.loggingOut[sender], ...change };
      for (const sender of hostIds) this.apply(sender);
      return;
    }
    for (const one of named) {
      if (direction !== 'in') this.hostOut[link][one] = { ...this.hostOut[link][one], ...change };
      if (direction !== 'out') this.hostIn[link][one] = { ...this.hostIn[link][one], ...change };
      this.apply(one);
    }
  }

  /** Changes what shared storage itself does. Its reports come later, so they are no base for the next change. */
  changeStorage(change: Partial<StorageSettings>): void {
    this.storage = { ...this.storage, ...change };
    this.cluster.toStorage({ kind: 'settings-changed', settings: this.storage });
  }

  /** Opens everything again. */
  mend(link: LinkName, host: HostId | undefined): void {
    this.change(link, host, 'both', { cut: false });
  }

  /** Tells a host's threads its settings, also after it was plugged in anew. */
  apply(host: HostId): void {
    for (const peer of hostIds)
      if (peer !== host)
        this.cluster.toHost(host, {
          kind: 'link-set',
          link: { kind: 'logging', peer },
          settings: this.loggingOut[host],
        });
    this.cluster.toHost(host, { kind: 'link-set', link: { kind: 'network' }, settings: this.hostOut.network[host] });
    this.cluster.toHost(host, { kind: 'link-set', link: { kind: 'storage' }, settings: this.hostOut.storage[host] });
    this.cluster.toStorage({ kind: 'link-set', host, settings: this.hostIn.storage[host] });
    this.cluster.toOutside({ kind: 'link-set', port: host, settings: this.hostIn.network[host] });
  }
}
