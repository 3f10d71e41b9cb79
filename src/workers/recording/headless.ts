/**
 * Replays a recording without a page: opens, replays at full speed, says what it found. Must not know where files and the
 * guest come from.
 */
import type { ServiceSetup } from '../host/messages.ts';
import type { Verdict } from './player.ts';
import { RecordingPlayer } from './player.ts';
import { openRecording } from './read-recording.ts';

export interface Headless {
  readonly file: Uint8Array;
  readonly guest: Pick<ServiceSetup, 'wasmModule' | 'image'>;
  readonly print: (line: string) => void;
  /** Seconds, monotonic: for the speed that is printed, and for saying now and then how far it is. */
  readonly seconds: () => number;
}

const secondsBetweenLines = 5;

/** @throws LabError when the file cannot be used */
export async function replayHeadless({ file, guest, print, seconds }: Headless): Promise<Verdict> {
  const recording = await openRecording(file, guest.image);
  const { header } = recording;
  print(
    `Host ${header.host}, generation ${header.generation}, from ${header.start === 'boot' ? 'its boot' : 'the snapshot of FT VMotion'}: ` +
      `${header.frames} frames, ${header.instructions} instructions. Build ${header.build}, v86 ${header.v86}.`,
  );
  if (header.ended === 'archive-full') print('The run went on longer; its archive was full here.');
  const player = await RecordingPlayer.start(recording, guest);
  const startedAt = seconds();
  let printedAt = startedAt;
  while (player.verdict === null) {
    player.playNext();
    if (seconds() - printedAt < secondsBetweenLines) continue;
    printedAt = seconds();
    print(`${player.position} of ${player.frames} frames are identical so far.`);
  }
  const { verdict } = player;
  player.destroy();
  print(sentenceOf(verdict));
  print(`Replayed in ${(seconds() - startedAt).toFixed(1)} s.`);
  return verdict;
}

export function sentenceOf(verdict: Verdict): string {
  if (verdict.kind === 'identical')
    return `Identical: ${verdict.frames} frames, ${verdict.instructions} instructions, all RAM compared ${verdict.memoryChecks} times.`;
  return `Diverged at frame ${verdict.frame}, instruction ${verdict.instructions}: ${verdict.what}.`;
}
