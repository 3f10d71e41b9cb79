/** A real machine's run, recorded and replayed: identical from its boot and from a snapshot, and not when the file lies. */
import { beforeAll, describe, expect, it } from 'vitest';
import { hostNowMs } from '../../emulator/globals.ts';
import { loadGuestFiles } from '../../emulator/testing/guest-files.ts';
import type { Input } from '../../ft/input.ts';
import { ConsoleTap } from '../host/console-tap.ts';
import type { ServiceSetup, VmSnapshot } from '../host/messages.ts';
import { ServiceVm } from '../host/service-vm.ts';
import { LabClock } from '../thread/lab-clock.ts';
import { RunArchive } from './archive.ts';
import { replayHeadless } from './headless.ts';
import type { ReplayReport } from './messages.ts';
import { RecordingPlayer } from './player.ts';
import { openRecording } from './read-recording.ts';
import { ReplayLoop } from './replay-loop.ts';
import type { RecordedRun } from './run.ts';
import { packRecording } from './write-recording.ts';

const timeoutMs = 180_000;
const frames = 40;
let setup: ServiceSetup;
let fromBoot: RecordedRun;
let fromSnapshot: RecordedRun;

/** Runs a VM for some frames, with a key pressed in one of them, and keeps its run. */
async function record(snapshot: VmSnapshot | null, typed: string): Promise<{ run: RecordedRun; next: VmSnapshot }> {
  const clock = new LabClock({ labMs: 0, realMs: hostNowMs(), speed: 1, paused: false }, hostNowMs);
  const vm = await ServiceVm.start(setup, clock, new ConsoleTap(), snapshot);
  const archive = new RunArchive(snapshot === null ? { kind: 'boot' } : { kind: 'snapshot', snapshot });
  for (let sequence = 1; sequence <= frames; sequence++) {
    const inputs: Input[] =
      sequence === 20 ? [{ kind: 'console-input', port: 0, bytes: new TextEncoder().encode(typed) }] : [];
    const result = vm.runFrame(inputs, null, sequence % 16 === 0 ? 'now' : 'no');
    archive.frameRan({ generation: 1, sequence, atMs: sequence * 10, inputs, result });
  }
  const run = archive.take('B', () => vm.machine.memoryDigest());
  const next = await vm.snapshot();
  vm.destroy();
  return { run, next };
}

async function fileOf(run: RecordedRun): Promise<Uint8Array> {
  const blob = await packRecording({ run, setup, build: 'test', rules: {}, events: [] });
  return new Uint8Array(await blob.arrayBuffer());
}

beforeAll(async () => {
  const { wasmModule, image, disk } = await loadGuestFiles();
  const commandLine = 'console=ttyS0 tsc=reliable quiet HOST=guest';
  const bootSectors = disk.slice(0, 512);
  setup = { wasmModule, image, commandLine, memoryBytes: 32 * 2 ** 20, diskBytes: disk.length, bootSectors };
  const boot = await record(null, 'x');
  fromBoot = boot.run;
  fromSnapshot = (await record(boot.next, 'y')).run;
}, timeoutMs);

describe('a recording of a real machine', () => {
  it(
    'replays bit-identically from its boot and from a snapshot, headless',
    async () => {
      for (const run of [fromBoot, fromSnapshot]) {
        const printed: string[] = [];
        const print = (line: string): void => void printed.push(line);
        const verdict = await replayHeadless({ file: await fileOf(run), guest: setup, print, seconds: () => 0 });
        // Two frames of the forty were hashed, and all RAM once more at the end.
        expect(verdict).toEqual({ kind: 'identical', frames, instructions: run.instructions, memoryChecks: 3 });
        expect(printed.join('\n')).toMatch(/Identical: 40 frames/);
      }
    },
    timeoutMs,
  );

  it(
    'diverges where the file lies, and says at which frame',
    async () => {
      const recording = await openRecording(await fileOf(fromBoot), setup.image);
      const lying = {
        ...recording,
        batches: {
          length: frames,
          at: (index: number) => {
            const batch = recording.batches.at(index);
            return index === 24 ? { ...batch, registersDigest: batch.registersDigest ^ 1 } : batch;
          },
        } as typeof recording.batches,
      };
      const player = await RecordingPlayer.start(lying, setup);
      while (player.verdict === null) player.playNext();
      player.destroy();
      const { verdict } = player;
      expect(verdict).toMatchObject({ kind: 'diverged', frame: 25 });
      expect(verdict.kind === 'diverged' ? verdict.what : '').toMatch(/registers have digest/);
    },
    timeoutMs,
  );

  it(
    'is played at the speed that was asked for, stops when paused, and goes on by steps',
    async () => {
      const recording = await openRecording(await fileOf(fromBoot), setup.image);
      const player = await RecordingPlayer.start(recording, setup);
      const reports: ReplayReport[] = [];
      let now = 0;
      let task: (() => void) | null = null;
      const loop = new ReplayLoop(player, {
        nowMs: () => now,
        soon: (next) => (task = next),
        later: (next, delayMs) => {
          now += delayMs;
          task = next;
        },
        report: (report) => void reports.push(report),
      });
      const turn = (): void => {
        const next = task;
        task = null;
        next?.();
      };
      loop.obey({ kind: 'pause' });
      turn();
      expect([player.position, reports.at(-1)?.playing]).toEqual([0, false]);
      loop.obey({ kind: 'step', to: 'frame' });
      expect(player.position).toBe(1);
      loop.obey({ kind: 'step', to: 'entry' });
      const told = recording.batches.at(player.position - 1);
      expect(told.entries.map(({ kind }) => kind)).toContain('random-drawn');
      expect(player.position).toBeLessThan(16);
      const from = recording.batches.at(player.position).sentAtMs;
      loop.obey({ kind: 'set-speed', speed: 2 });
      loop.obey({ kind: 'play' });
      while (player.verdict === null) turn();
      expect(now).toBeCloseTo((recording.batches.at(frames - 1).sentAtMs - from) / 2, 6);
      expect(reports.at(-1)).toMatchObject({ position: frames, playing: false, verdict: { kind: 'identical' } });
      player.destroy();
    },
    timeoutMs,
  );
});
