/**
 * The three physical servers. Paper figure 1 has two; the third is the spare that the clustering service picks (3.1).
 */
export type HostId = 'A' | 'B' | 'C';

export const hostIds: readonly HostId[] = ['A', 'B', 'C'];
