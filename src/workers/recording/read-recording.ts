/**
 * Opens a recording's file, or says in plain words why it cannot be used. Nothing outside is touched, so a bad file costs
 * nothing. Must not know machines.
 */
import { createSHA256 } from 'hash-wasm';
import * as z from 'zod/mini';
import { v86Build } from '../../emulator/v86-build.ts';
import type { VmSnapshot } from '../host/messages.ts';
import type { LabEvent } from '../lab/lab.ts';
import { LabError, messageOf } from '../lab/lab-error.ts';
import { BatchList } from './batch-list.ts';
import {
  eventsSchema,
  formatName,
  formatVersion,
  headerSchema,
  sectionKinds,
  sectionLimits,
  type RecordingHeader,
  type SectionKind,
} from './file-format.ts';
import { altered, createDigest, cutShort, readSections } from './sections.ts';
import { readSnapshot } from './snapshot-codec.ts';
import { gunzip } from './unpack.ts';

export interface Recording {
  readonly header: RecordingHeader;
  readonly snapshot: VmSnapshot | null;
  readonly batches: BatchList;
  readonly events: readonly LabEvent[];
}

const longestFirstLine = 40;
const unpackedLimitBytes = sectionKinds.reduce((sum, kind) => sum + sectionLimits[kind] + 64, 0);

/**
 * @param image the guest's image that the recording would be replayed with
 * @throws LabError when the file is foreign, of another version, made with another guest, cut short or altered
 */
export async function openRecording(file: Uint8Array, image: Uint8Array): Promise<Recording> {
  const packed = afterFirstLine(file);
  const sections = readSections(await gunzip(packed, unpackedLimitBytes), await createDigest());
  const header = parse(headerSchema, sections, 'header');
  await checkFits(header, image);
  const snapshot = header.start === 'snapshot' ? snapshotOf(section(sections, 'snapshot')) : null;
  if (snapshot === null && sections.has('snapshot')) throw altered('a snapshot that the header does not name');
  return {
    header,
    snapshot,
    batches: BatchList.from(section(sections, 'batches'), header.frames),
    events: parse(eventsSchema, sections, 'events'),
  };
}

/** The first line is text, so that other versions are told apart from other files. */
function afterFirstLine(file: Uint8Array): Uint8Array {
  const end = file.subarray(0, longestFirstLine).indexOf(0x0a);
  const line = new TextDecoder('latin1').decode(file.subarray(0, end < 0 ? longestFirstLine : end));
  if (!line.startsWith(formatName) && !(end < 0 && file.length > 0 && formatName.startsWith(line)))
    throw new LabError(
      'This file is not a recording of Lockstep.',
      'Choose a file whose name ends in .lockstep, as “Export the recording” makes them.',
    );
  if (end < 0) throw cutShort('the first line has no end');
  const version = line.slice(formatName.length);
  if (version !== String(formatVersion))
    throw new LabError(
      `This recording has format ${version}; this page reads format ${formatVersion}.`,
      'Open it with the version of Lockstep that it was exported from.',
    );
  return file.subarray(end + 1);
}

function section(sections: ReadonlyMap<SectionKind, Uint8Array>, kind: SectionKind): Uint8Array {
  const found = sections.get(kind);
  if (found === undefined) throw cutShort(`section ${kind} is missing`);
  return found;
}

function parse<T>(schema: z.ZodMiniType<T>, sections: ReadonlyMap<SectionKind, Uint8Array>, kind: SectionKind): T {
  const text = new TextDecoder().decode(section(sections, kind));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw altered(`section ${kind}: ${messageOf(error)}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw altered(`section ${kind}: ${z.prettifyError(parsed.error)}`);
}

function snapshotOf(payload: Uint8Array): VmSnapshot {
  try {
    return readSnapshot(payload);
  } catch (error) {
    throw altered(`section snapshot: ${messageOf(error)}`);
  }
}

/** Bit-identical replay needs the same guest on the same emulator; another one would diverge, and nobody would know why. */
async function checkFits(header: RecordingHeader, image: Uint8Array): Promise<void> {
  if (header.v86 !== v86Build.version)
    throw new LabError(
      `This recording was made on v86 ${header.v86}; this page has v86 ${v86Build.version}.`,
      'Open it with the version of Lockstep that it was exported from.',
    );
  const hasher = await createSHA256();
  const sha256 = hasher.update(image).digest('hex');
  if (header.image.sha256 !== sha256)
    throw new LabError(
      'This recording was made with another Linux image than this page has.',
      'Open it with the version of Lockstep that it was exported from.',
      `SHA-256 ${header.image.sha256}, here ${sha256}`,
    );
}
