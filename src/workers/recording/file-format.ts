/**
 * The form of a recording's file; docs/SHARING.md describes it for people. A line of text that names the format, then one
 * gzip stream of sections: kind, length, checksum, bytes. Must not know how a run is made or replayed.
 */
import { z } from 'zod';
import { hostIds } from '../../ft/host-id.ts';

export const formatVersion = 1;
/** First bytes of every file, whatever its version: the version follows, then a line feed. */
export const formatName = 'lockstep-recording ';

/** In the order in which a file has them. Position is the byte in the file: append only. */
export const sectionKinds = ['header', 'snapshot', 'batches', 'events'] as const;
export type SectionKind = (typeof sectionKinds)[number];

const mebibyte = 2 ** 20;
/** A section that claims to be longer is refused before anything is made for it. */
export const sectionLimits: Readonly<Record<SectionKind, number>> = {
  header: 64 * 1024,
  snapshot: 96 * mebibyte,
  batches: 80 * mebibyte,
  events: 8 * mebibyte,
};

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));
const count = z.number().int().nonnegative();

export const headerSchema = z.object({
  /** What the file was written by: the page's own file name holds a hash of its contents. */
  build: z.string().max(200),
  v86: z.string().max(40),
  image: z.object({ sha256: hex(64), bytes: count }),
  options: z.object({
    commandLine: z.string().max(1000),
    memoryBytes: z
      .number()
      .int()
      .positive()
      .max(256 * mebibyte),
    diskBytes: count.max(1024 * mebibyte),
    /** The drive's first sector, hexadecimal. */
    bootSector: hex(1024),
  }),
  start: z.enum(['boot', 'snapshot']),
  host: z.enum(hostIds),
  generation: count,
  frames: count,
  instructions: count,
  ended: z.enum(['at-export', 'archive-full']),
  memoryDigest: hex(16).nullable(),
  /** As they were at the export, for whoever reads the file. */
  rules: z.record(z.string().max(60), z.boolean()),
});
export type RecordingHeader = z.infer<typeof headerSchema>;

/** As many as the lab keeps. */
export const eventsSchema = z
  .array(
    z.object({
      number: count,
      labMs: z.number(),
      source: z.enum([...hostIds, 'client', 'switch', 'storage', 'lab']),
      kind: z.string().max(60),
      text: z.string().max(4000),
      instructions: z.number().optional(),
      sequence: z.number().optional(),
    }),
  )
  .max(5000);
