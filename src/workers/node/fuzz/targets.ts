/** Every reader of bytes that somebody else made. Whoever writes a new one adds it here. */
import { fileTargets } from './file-targets.ts';
import { guestTargets } from './guest-targets.ts';
import type { FuzzTarget } from './target.ts';

export async function allTargets(): Promise<readonly FuzzTarget[]> {
  return [...guestTargets, ...(await fileTargets())];
}
