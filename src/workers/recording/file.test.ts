/** The file's form: what was recorded comes out again, and a bad file is refused in words, whatever is wrong with it. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LabError } from '../lab/lab-error.ts';
import { openRecording } from './read-recording.ts';
import { sectionKinds } from './file-format.ts';
import { gunzip } from './unpack.ts';
import { madeUpArchive, madeUpParts, madeUpRun, madeUpSetup, madeUpStart } from './testing/made-up-run.ts';
import { packRecording } from './write-recording.ts';

const firstLine = 'lockstep-recording 1\n'.length;
const { image } = madeUpSetup;

async function fileOf(run = madeUpRun(10, madeUpStart)): Promise<Uint8Array> {
  return new Uint8Array(await (await packRecording(madeUpParts(run))).arrayBuffer());
}

/** The sections of a file changed by hand, and packed again. */
async function altered(change: (body: Uint8Array) => Uint8Array): Promise<Uint8Array> {
  const file = await fileOf();
  const body = change(new Uint8Array(gunzipSync(file.subarray(firstLine))));
  return Buffer.concat([file.subarray(0, firstLine), gzipSync(body)]);
}

async function refusal(file: Uint8Array, guest = image): Promise<LabError> {
  const error: unknown = await openRecording(file, guest).then(
    () => 'it was opened',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LabError);
  return error as LabError;
}

/** Where each section begins. */
function sectionStarts(body: Uint8Array): number[] {
  const starts: number[] = [];
  const view = new DataView(body.buffer, body.byteOffset);
  for (let at = 0; at < body.length; at += 13 + view.getUint32(at + 1, true)) starts.push(at);
  return starts;
}

describe('a recording', () => {
  it('comes out of its file as it went in', async () => {
    const { header, batches, snapshot, events } = await openRecording(await fileOf(), image);
    expect(header).toMatchObject({
      frames: 10,
      start: 'snapshot',
      host: 'A',
      generation: 1,
      memoryDigest: '0123456789abcdef',
    });
    expect(batches.length).toBe(10);
    expect(batches.at(1).entries.map(({ kind }) => kind)).toEqual(['console-input', 'slice-ended']);
    expect(batches.at(9)).toMatchObject({ sequence: 10, instructions: 1_000_030, registersDigest: 70, sentAtMs: 15 });
    expect(snapshot).toEqual(madeUpStart.kind === 'snapshot' ? madeUpStart.snapshot : null);
    expect(events).toEqual(madeUpParts().events);
  });

  it('from a boot has no snapshot', async () => {
    expect((await openRecording(await fileOf(madeUpRun(3)), image)).snapshot).toBeNull();
  });

  it('keeps its beginning when the archive is full, and says so', async () => {
    const run = madeUpArchive(100, { kind: 'boot' }, 1000).take('A', () => 'not asked');
    expect(run.ended).toBe('archive-full');
    expect(run.memoryDigest).toBeNull();
    expect(run.batchBytes).toBeLessThanOrEqual(1000);
    const { batches } = await openRecording(await fileOf(run), image);
    expect(batches.length).toBe(run.frames);
    expect(batches.at(batches.length - 1).sequence).toBe(run.frames);
  });
});

describe('a file that is cut short', () => {
  it('is refused wherever it ends, inside its compression', async () => {
    const file = await fileOf();
    for (let end = 1; end < file.length; end += 7) {
      const { title } = await refusal(file.slice(0, end));
      expect(title).toMatch(/cut short|damaged|not a recording/);
    }
    expect((await refusal(file.slice(0, 12))).title).toMatch(/cut short/);
    expect((await refusal(file.slice(0, -20))).title).toMatch(/cut short/);
  });

  it('is refused at every section, in its head and in its bytes', async () => {
    const body = new Uint8Array(gunzipSync((await fileOf()).subarray(firstLine)));
    const starts = sectionStarts(body);
    expect(starts).toHaveLength(sectionKinds.length);
    for (const start of starts)
      for (const end of [start, start + 5, start + 13])
        expect((await refusal(await altered((bytes) => bytes.slice(0, end)))).title).toMatch(/cut short/);
  });
});

describe('a file that was altered', () => {
  it('is refused when a byte of any section differs', async () => {
    const body = new Uint8Array(gunzipSync((await fileOf()).subarray(firstLine)));
    for (const start of sectionStarts(body))
      for (const offset of [7, 14]) {
        const file = await altered((bytes) => bytes.map((byte, at) => (at === start + offset ? byte ^ 1 : byte)));
        expect((await refusal(file)).title).toMatch(/damaged or was changed/);
      }
  });

  it('is refused when its compression is damaged', async () => {
    const file = await fileOf();
    file[firstLine + 30] = file[firstLine + 30]! ^ 0xff;
    expect((await refusal(file)).title).toMatch(/damaged|cut short/);
  });

  it('that claims huge lengths is refused before anything is made for them', async () => {
    const lie = await altered((bytes) => {
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(1, 0xffff_ffff, true);
      return bytes;
    });
    expect((await refusal(lie)).details).toMatch(/claims 4294967295 bytes, at most 65536/);
  });

  it('that unpacks without end is stopped at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(4 * 2 ** 20));
    expect((await gunzip(bomb, 4 * 2 ** 20)).length).toBe(4 * 2 ** 20);
    await expect(gunzip(bomb, 2 ** 20)).rejects.toThrow(/unpacks to more than 1048576 bytes/);
  });

  it('whose header counts more frames than there are is refused', async () => {
    const run = { ...madeUpRun(5), frames: 4_000_000_000 };
    expect((await refusal(await fileOf(run))).details).toMatch(/4000000000 batches in \d+ bytes/);
    expect((await refusal(await fileOf({ ...madeUpRun(5), frames: 6 }))).details).toMatch(
      /5 batches, the header says 6/,
    );
    expect((await refusal(await fileOf({ ...madeUpRun(5), frames: 4 }))).details).toMatch(/more than 4 batches/);
  });
});

describe('a foreign file', () => {
  it('is told from a recording', async () => {
    for (const bytes of [
      new Uint8Array(0),
      Uint8Array.of(0x1f, 0x8b, 8, 0),
      new TextEncoder().encode('{"traceEvents": []}\n'),
    ])
      expect((await refusal(bytes)).title).toMatch(/not a recording/);
  });

  it('of another version names both versions', async () => {
    const file = await fileOf();
    file[firstLine - 2] = '7'.charCodeAt(0);
    expect((await refusal(file)).title).toBe('This recording has format 7; this page reads format 2.');
  });

  it('of another guest is refused', async () => {
    const { title, advice } = await refusal(await fileOf(), new TextEncoder().encode('another guest'));
    expect(title).toMatch(/another Linux image/);
    expect(advice).toMatch(/version of Lockstep/);
  });
});
