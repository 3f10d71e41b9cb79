/** A run that no machine ran, for tests of the file's form. Must not be replayed: nothing in it is true. */
import type { FrameResult } from '../../../ft/event.ts';
import type { ServiceSetup } from '../../host/messages.ts';
import { RunArchive } from '../archive.ts';
import type { RecordedRun, RunStart } from '../run.ts';
import type { RecordingParts } from '../write-recording.ts';

export function madeUpFrame(number: number): FrameResult {
  return {
    slices: [{ instructions: 100_003, clockMs: number }],
    randoms: number % 3 === 0 ? [number] : [],
    outputs: number % 5 === 0 ? [{ kind: 'packet-sent', frame: new Uint8Array(60).fill(number) }] : [],
    instructions: number * 100_003,
    registersDigest: number * 7,
    consoleDigest: number * 11,
    idleMs: 0,
    quiescent: true,
  };
}

export function madeUpArchive(frames: number, start: RunStart = { kind: 'boot' }, capacityBytes?: number): RunArchive {
  const archive = new RunArchive(start, capacityBytes);
  for (let number = 1; number <= frames; number++)
    archive.frameRan({
      generation: 1,
      sequence: number,
      atMs: number * 1.5,
      inputs: number === 2 ? [{ kind: 'console-input', port: 0, bytes: new TextEncoder().encode('ls\n') }] : [],
      result: madeUpFrame(number),
    });
  return archive;
}

export function madeUpRun(frames = 10, start: RunStart = { kind: 'boot' }): RecordedRun {
  return madeUpArchive(frames, start).take('A', () => '0123456789abcdef');
}

export const madeUpSetup: ServiceSetup = {
  wasmModule: undefined as unknown as WebAssembly.Module,
  image: new TextEncoder().encode('a guest'),
  commandLine: 'quiet',
  memoryBytes: 2 ** 20,
  diskBytes: 4096,
  bootSectors: new Uint8Array(512).fill(0xaa),
};

export function madeUpParts(run: RecordedRun = madeUpRun()): RecordingParts {
  return {
    run,
    setup: madeUpSetup,
    build: 'test',
    rules: { outputRule: true },
    events: [{ number: 1, labMs: 1.5, source: 'A', kind: 'role-changed', text: 'Host A is now primary.' }],
  };
}

/** What FT VMotion hands over, in small. */
export const madeUpStart: RunStart = {
  kind: 'snapshot',
  snapshot: {
    machine: {
      state: Uint8Array.of(1, 2, 3, 4, 5).buffer,
      memoryBytes: 2 ** 20,
      diskBytes: 4096,
      clockMs: 1234.567,
      instructions: 5_000_000_000,
      frames: 77,
      jitOn: true,
      nextOperation: 9,
      pendingOperations: [{ kind: 'write', operation: 8, start: 512, data: Uint8Array.of(9, 8, 7) }],
      consoleFifos: [[1, 2], []],
      registers: [4_294_967_295, 0, 8064],
    },
    consoleDigest: 0xfedcba98,
    consoleTail: new TextEncoder().encode('~ # '),
  },
};
