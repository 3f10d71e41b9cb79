/**
 * The instruction counts of a primary and its backup as of the same moment: their reports come at different ones, and a
 * backup that is shown ahead of its primary would be a lie. Paper section 2.1. Must not know reports or the page.
 */

/** How far a machine was at a moment of lab time. */
export interface Moment {
  readonly atMs: number;
  readonly instructions: number;
}

/** About two seconds of reports: further apart the two hosts' last reports never are while both live. */
const capacityMoments = 64;

/** A host's last reports, oldest first. */
export class InstructionHistory {
  private moments: Moment[] = [];

  get all(): readonly Moment[] {
    return this.moments;
  }

  add(moment: Moment): void {
    // Another machine, or time that was reset: what was before says nothing any more.
    const last = this.moments.at(-1);
    if (last !== undefined && (moment.instructions < last.instructions || moment.atMs < last.atMs)) this.clear();
    this.moments.push(moment);
    if (this.moments.length > capacityMoments) this.moments.shift();
  }

  clear(): void {
    this.moments = [];
  }
}

/**
 * The newest pair of counts in which the backup's was not taken after the primary's, so it cannot be greater. When the backup
 * has reported only since: how far both are at least. Null before both have reported.
 */
export function atTheSameMoment(
  primary: readonly Moment[],
  backup: readonly Moment[],
): { readonly primary: number; readonly backup: number } | null {
  const newest = primary.at(-1);
  const oldest = backup[0];
  if (newest === undefined || oldest === undefined) return null;
  const ofBackup = backup.findLast(({ atMs }) => atMs <= newest.atMs);
  if (ofBackup === undefined)
    return { primary: newest.instructions, backup: Math.min(oldest.instructions, newest.instructions) };
  // The primary's nearest report that is not older; of several at one moment, while lab time stands, the last.
  const after = primary.find(({ atMs }) => atMs >= ofBackup.atMs) ?? newest;
  const ofPrimary = primary.findLast(({ atMs }) => atMs === after.atMs) ?? after;
  return { primary: ofPrimary.instructions, backup: ofBackup.instructions };
}
