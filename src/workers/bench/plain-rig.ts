/**
 * Stock v86 once, and twice at once: what two machines cost here without any FT. With network workloads each of the two has
 * a client of its own. Must not know FT.
 */
import type { PlainSite } from './plain-site.ts';
import type { Rig } from './rig.ts';

export function plainRig(id: 'stock' | 'two-stock', sites: readonly PlainSite[]): Rig {
  return {
    id,
    run: async (workload, seconds) => ({
      results: await Promise.all(sites.map(async (site) => site.run(workload, seconds))),
      log: null,
    }),
    pause: async () => {
      await Promise.all(sites.map(async (site) => site.pause()));
    },
    resume: async () => {
      for (const site of sites) site.resume();
    },
  };
}
