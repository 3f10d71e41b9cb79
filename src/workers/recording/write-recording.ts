/**
 * A recorded run as one compressed file. Must not know where the run came from, nor where the file goes.
 */
import { createSHA256 } from 'hash-wasm';
import { v86Build } from '../../emulator/v86-build.ts';
import type { ServiceSetup } from '../host/messages.ts';
import type { LabEvent } from '../lab/lab.ts';
import { formatName, formatVersion, type RecordingHeader } from './file-format.ts';
import type { RecordedRun } from './run.ts';
import { createDigest, writeSection } from './sections.ts';
import { writeSnapshot } from './snapshot-codec.ts';
import { gzip } from './unpack.ts';

export interface RecordingParts {
  readonly run: RecordedRun;
  readonly setup: ServiceSetup;
  readonly build: string;
  readonly rules: Readonly<Record<string, boolean>>;
  /** Those that the lab still has, oldest first. */
  readonly events: readonly LabEvent[];
}

/** @throws RangeError when a part is longer than the format allows */
export async function packRecording(parts: RecordingParts): Promise<Blob> {
  const { run, events } = parts;
  const digest = await createDigest();
  const header = await headerOf(parts);
  const sections = [
    ...writeSection('header', [json(header)], digest),
    ...(run.start.kind === 'snapshot' ? writeSection('snapshot', writeSnapshot(run.start.snapshot), digest) : []),
    ...writeSection('batches', run.batches, digest),
    ...writeSection('events', [json(events)], digest),
  ];
  return new Blob([`${formatName}${formatVersion}\n`, await gzip(sections)], { type: 'application/octet-stream' });
}

async function headerOf({ run, setup, build, rules }: RecordingParts): Promise<RecordingHeader> {
  const hasher = await createSHA256();
  return {
    build,
    v86: v86Build.version,
    image: { sha256: hasher.update(setup.image).digest('hex'), bytes: setup.image.length },
    options: {
      commandLine: setup.commandLine,
      memoryBytes: setup.memoryBytes,
      diskBytes: setup.diskBytes,
      bootSector: [...setup.bootSectors].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    },
    start: run.start.kind,
    host: run.host,
    generation: run.generation,
    frames: run.frames,
    instructions: run.instructions,
    ended: run.ended,
    memoryDigest: run.memoryDigest,
    rules: { ...rules },
  };
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
