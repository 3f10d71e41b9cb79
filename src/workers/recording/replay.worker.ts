/**
 * The thread that replays a recording: opens the file, plays it in a VM of its own, reports. The lab's own machines are in
 * other threads and hear nothing of it. Must not decide what is identical: player.ts does.
 */
import { hostNowMs, installGuestGlobals } from '../../emulator/globals.ts';
import { LabError, messageOf } from '../lab/lab-error.ts';
import { thisThread } from '../thread/this-thread.ts';
import type { FromReplay, ToReplay } from './messages.ts';
import { RecordingPlayer } from './player.ts';
import { openRecording, type Recording } from './read-recording.ts';
import { ReplayLoop } from './replay-loop.ts';
import { summaryOf } from './strip.ts';

installGuestGlobals();
const page = thisThread<FromReplay, ToReplay>();
type Opened = ToReplay & { kind: 'opened' };
let loaded: { readonly recording: Recording; readonly guest: Opened } | undefined;
let playing: { readonly player: RecordingPlayer; readonly loop: ReplayLoop } | undefined;

async function open(message: Opened): Promise<void> {
  const recording = await openRecording(message.file, message.image);
  const summary = summaryOf(recording);
  loaded = { recording, guest: message };
  await start();
  page.send({ kind: 'ready', summary });
}

async function start(): Promise<void> {
  if (loaded === undefined) return;
  const { recording, guest } = loaded;
  const before = playing;
  playing = undefined;
  before?.player.destroy();
  const player = await RecordingPlayer.start(recording, guest);
  const loop = new ReplayLoop(player, {
    nowMs: hostNowMs,
    // A timer and not a turn at once: an order that waits comes first, and a replay may be slower by a little.
    soon: (task) => setTimeout(guarded(player, task), 0),
    later: (task, delayMs) => setTimeout(guarded(player, task), delayMs),
    report: (report) => page.send({ kind: 'reported', report }),
  });
  playing = { player, loop };
}

/** A player that was replaced plays no more, and what goes wrong is told. */
function guarded(player: RecordingPlayer, task: () => void): () => void {
  return () => {
    if (playing?.player !== player) return;
    try {
      task();
    } catch (error) {
      refuse(error);
    }
  };
}

function refuse(error: unknown): void {
  const known = error instanceof LabError ? error : null;
  page.send({
    kind: 'refused',
    title: known?.title ?? 'This recording cannot be replayed.',
    advice: known?.advice ?? 'Nothing in this lab has changed.',
    details: known?.details ?? messageOf(error),
  });
}

page.receive((message) => {
  if (message.kind === 'opened') return void open(message).catch(refuse);
  if (message.kind === 'restart') return void start().catch(refuse);
  try {
    playing?.loop.obey(message);
  } catch (error) {
    refuse(error);
  }
});
