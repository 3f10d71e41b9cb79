// What is noticed when a log entry is not what it was, and when a machine cannot be started.
import { beforeAll, describe, expect, it } from 'vitest';
import { bootV86 } from './boot.ts';
import { describeDifference, firstDifference, pictureOf } from './difference.ts';
import type { MachinePicture } from './difference.ts';
import { Machine } from './machine.ts';
import type { MachineOptions } from './machine-types.ts';
import { guestDisk, guestOptions, prompt } from './testing/guest-options.ts';
import { DivergedError, RecordedMachine, ReplayedMachine, ReplayingSource, Transcript } from './testing/lockstep.ts';
import type { RecordedFrame, SourceEntry } from './testing/lockstep.ts';
import { WrongV86Error, v86Build } from './v86-build.ts';
import type { V86Build } from './v86-build.ts';

const minute = 60_000;

let options: MachineOptions;
beforeAll(async () => {
  options = await guestOptions();
});

/** Runs a primary and a backup whose log has one entry changed; returns the error and both pictures at the frame where it was noticed. */
async function replayAltered(
  alter: (entry: SourceEntry, frame: number) => SourceEntry | null,
): Promise<{ error: unknown; altered: number; pictures: [MachinePicture, MachinePicture] }> {
  const primary = await RecordedMachine.start(options, await guestDisk());
  const backup = await ReplayedMachine.start(options);
  let altered = 0;
  const alterOnce = (frame: RecordedFrame): RecordedFrame => {
    if (altered) return frame;
    for (const [index, entry] of frame.entries.entries()) {
      const other = alter(entry, primary.frames.length);
      if (!other) continue;
      altered = primary.frames.length;
      return { ...frame, entries: frame.entries.with(index, other) };
    }
    return frame;
  };
  let error: unknown = null;
  try {
    primary.runUntil(prompt, (frame) => backup.frame(alterOnce(frame)));
  } catch (thrown) {
    error = thrown;
  }
  return { error, altered, pictures: [pictureOf(primary.machine), pictureOf(backup.machine)] };
}

it(
  'notices one clock value that was changed, and names what differs first',
  async () => {
    const { error, altered, pictures } = await replayAltered((entry, frame) =>
      frame > 20 && entry.kind === 'slice-ended' && entry.instructions > 0
        ? { ...entry, clockMs: entry.clockMs + 10 }
        : null,
    );
    expect(altered).toBeGreaterThan(20);
    expect(error).toBeInstanceOf(DivergedError);
    expect(firstDifference(...pictures)).not.toBeNull();
  },
  minute,
);

it(
  'notices one random value that was changed, and names what differs first',
  async () => {
    const { error, altered, pictures } = await replayAltered((entry) =>
      entry.kind === 'random-drawn' ? { ...entry, value: entry.value ^ 1 } : null,
    );
    expect(altered).toBeGreaterThan(0);
    const difference = firstDifference(...pictures);
    expect(error === null || error instanceof DivergedError).toBe(true);
    expect(difference && describeDifference(difference)).toMatch(/differs?[,: ]/);
  },
  minute,
);

describe('the first difference', () => {
  const picture = (changes: Partial<MachinePicture> = {}): MachinePicture => ({
    instructions: 5,
    registers: [
      { name: 'eax', value: 1 },
      { name: 'eip', value: 0xc0de },
    ],
    pageDigests: Uint32Array.of(1, 2, 3),
    ...changes,
  });

  it('is null for equal machines', () => {
    expect(firstDifference(picture(), picture())).toBeNull();
  });

  it('is the instruction count, then a register, then a page', () => {
    const registers = [
      { name: 'eax', value: 1 },
      { name: 'eip', value: 7 },
    ];
    const pageDigests = Uint32Array.of(1, 9, 9);
    const describe = (changes: Partial<MachinePicture>): string =>
      describeDifference(firstDifference(picture(), picture(changes))!);
    expect(describe({ instructions: 6, registers, pageDigests })).toBe('instruction counts differ: 5 and 6');
    expect(describe({ registers, pageDigests })).toBe('register eip differs: 0xc0de and 0x7');
    expect(describe({ pageDigests })).toBe('page 1 at 0x1000 differs, 2 in all');
  });
});

describe('a machine that cannot be started says why', () => {
  const start = (changes: Partial<MachineOptions>): Promise<Machine> =>
    Machine.start({ ...options, ...changes }, new ReplayingSource(), new Transcript(null));
  const boot = (build: V86Build): Promise<unknown> =>
    bootV86(
      { ...options, diskBytes: 0 },
      null,
      {
        readClockMs: () => 0,
        drawRandom: () => 0,
        endSlice: () => 0,
        interruptRaised: () => {},
        halted: () => {},
        ready: () => {},
      },
      build,
    );

  it('another version of v86: a register elsewhere', async () => {
    const moved = { ...v86Build, offsets: { ...v86Build.offsets, instruction_counter: 668 } };
    await expect(boot(moved)).rejects.toThrow(WrongV86Error);
    await expect(boot(moved)).rejects.toThrow(
      /not version 0\.5\.462.*instruction_counter is at 664 instead of 668.*npm ci/,
    );
  });

  it('another version of v86: an export or import less', async () => {
    await expect(boot({ ...v86Build, exports: ['finish_codegen'] })).rejects.toThrow(
      /v86\.wasm does not export finish_codegen/,
    );
    await expect(boot({ ...v86Build, imports: ['monotonic_time'] })).rejects.toThrow(
      /v86\.wasm does not import monotonic_time/,
    );
  });

  it('an image that is damaged', async () => {
    await expect(start({ image: options.image.map(() => 0) })).rejects.toThrow(/no multiboot header/);
  });

  it('a snapshot of another machine', async () => {
    const small = { ...options, diskBytes: 0, memoryBytes: 16 * 1024 * 1024 };
    const machine = await Machine.start(small, new ReplayingSource(), new Transcript(null));
    const snapshot = await machine.snapshot();
    await expect(Machine.start(options, new ReplayingSource(), new Transcript(null), snapshot)).rejects.toThrow(
      /memoryBytes 16777216/,
    );
    machine.destroy();
    expect(() => machine.frame()).toThrow(/is destroyed/);
  });
});

it('refuses console bytes that do not fit, and completions that nobody waits for', async () => {
  const machine = await Machine.start(options, new ReplayingSource(), new Transcript(null));
  expect(machine.consoleRoom(0)).toBe(16);
  expect(() => machine.deliver({ kind: 'console-input', port: 0, bytes: new Uint8Array(17) })).toThrow(
    /room for 16 bytes, not 17/,
  );
  expect(() => machine.deliver({ kind: 'disk-completed', operation: 3, data: null })).toThrow(
    /operation 3 is not in flight/,
  );
  expect(machine.packetRoom).toBe(0);
  machine.deliver({ kind: 'packet-received', frame: new Uint8Array(60) });
  expect(machine.droppedPackets).toBe(1);
  machine.destroy();
});
