/**
 * The form of a recording's file; docs/SHARING.md describes it for people. A line of text that names the format, then one
 * gzip stream of sections: kind, length, checksum, bytes. Must not know how a run is made or replayed.
 */
// The small form of zod: this is loaded by a worker of its own.
import * as z from 'zod/mini';
import { hostIds } from '../../ft/host-id.ts';

export const formatVersion = 2;
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

const hex = (digits: number) => z.string().check(z.regex(new RegExp(`^[0-9a-f]{${digits}}$`)));
const text = (longest: number) => z.string().check(z.maxLength(longest));
const count = z.int().check(z.nonnegative());
const upTo = (most: number) => z.int().check(z.nonnegative(), z.maximum(most));

export const headerSchema = z.object({
  /** What the file was written by: the page's own file name holds a hash of its contents. */
  build: text(200),
  v86: text(40),
  image: z.object({ sha256: hex(64), bytes: count }),
  options: z.object({
    commandLine: text(1000),
    memoryBytes: upTo(256 * mebibyte).check(z.positive()),
    diskBytes: upTo(1024 * mebibyte),
    /** The drive's first sector, hexadecimal. */
    bootSector: hex(1024),
  }),
  start: z.enum(['boot', 'snapshot']),
  host: z.enum(hostIds),
  generation: count,
  frames: count,
  instructions: count,
  ended: z.enum(['at-export', 'archive-full']),
  memoryDigest: z.nullable(hex(16)),
  /** As they were at the export, for whoever reads the file. */
  rules: z.record(text(60), z.boolean()),
});
export type RecordingHeader = z.infer<typeof headerSchema>;

/** As many as the lab keeps. */
const mostEvents = 5000;
export const eventsSchema = z
  .array(
    z.object({
      number: count,
      labMs: z.number(),
      source: z.enum([...hostIds, 'client', 'switch', 'storage', 'lab']),
      kind: text(60),
      text: text(4000),
      instructions: z.optional(z.number()),
      sequence: z.optional(z.number()),
    }),
  )
  .check(z.maxLength(mostEvents));
