/** Readers of what people hand to the page: images and their manifest, recordings, scenarios, share links. */
import { readFileSync, readdirSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256 } from 'hash-wasm';
import { parseParameters } from '../../lab/commands/command.ts';
import { commandTable, findCommand } from '../../lab/commands/table.ts';
import { buildEmptyState } from '../../lab/empty-state.ts';
import { loadImages } from '../../lab/images.ts';
import { LabError } from '../../lab/lab-error.ts';
import { parseScenario } from '../../lab/scenario/parse-scenario.ts';
import { readShareLink } from '../../lab/share/read-link.ts';
import { writeShareLink } from '../../lab/share/write-link.ts';
import { BatchList } from '../../recording/batch-list.ts';
import { openRecording } from '../../recording/read-recording.ts';
import { createDigest, readSections, type Digest } from '../../recording/sections.ts';
import { madeUpParts, madeUpRun, madeUpSetup, madeUpStart } from '../../recording/testing/made-up-run.ts';
import { packRecording } from '../../recording/write-recording.ts';
import { refusing, refusingAsync, type FuzzTarget } from './target.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const words = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const scenarios = new URL('../../../../public/scenarios/', import.meta.url);

/** What loading images answers with when one of three files is bad: the first byte of a case says which. */
async function imagesTarget(): Promise<FuzzTarget> {
  const image = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7) % 251);
  const packed = new Uint8Array(gzipSync(image));
  const entry = { file: 'i.gz', bytes: packed.length, unpackedBytes: image.length, sha256: await sha256(image) };
  const manifest = text(JSON.stringify({ version: 1, images: { guest: entry, disk: entry } }));
  const marked = (which: number, bytes: Uint8Array): Uint8Array => Uint8Array.from([which, ...bytes]);
  return {
    name: 'images and manifest',
    weight: 1,
    samples: [marked(0, manifest), marked(1, packed)],
    decode: (bytes) => {
      const bad = new Uint8Array(bytes.subarray(1));
      const isManifestBad = bytes[0] === 0;
      const fetchFile = (async (address: string) =>
        new Response(
          new Uint8Array(address.endsWith('.json') === isManifestBad ? bad : isManifestBad ? packed : manifest),
        )) as typeof fetch;
      return refusingAsync(LabError, () => loadImages('http://lab/', () => {}, fetchFile));
    },
  };
}

async function recordingTargets(): Promise<FuzzTarget[]> {
  const files = await Promise.all(
    [madeUpRun(4), madeUpRun(10, madeUpStart)].map(
      async (run) => new Uint8Array(await (await packRecording(madeUpParts(run))).arrayBuffer()),
    ),
  );
  const digest = await createDigest();
  const firstLine = files[0]!.indexOf(10) + 1;
  const bodies = files.map((file) => new Uint8Array(gunzipSync(file.subarray(firstLine))));
  const batches = readSections(bodies[0]!, digest).get('batches')!;
  const head = files[0]!.subarray(0, firstLine);
  const open = (file: Uint8Array) =>
    refusingAsync(LabError, async () => {
      const recording = await openRecording(file, madeUpSetup.image);
      for (let index = 0; index < recording.batches.length; index++) recording.batches.at(index);
    });
  return [
    { name: 'recording, as a file', weight: 1, samples: files, decode: open },
    {
      name: 'recording, with checksums that fit',
      weight: 1,
      samples: bodies,
      decode: (bytes) => {
        const body = resealed(bytes, digest);
        return open(new Uint8Array(Buffer.concat([head, gzipSync(body)])));
      },
    },
    {
      name: 'recorded batches',
      weight: 6,
      samples: [batches],
      decode: (bytes) =>
        refusing(LabError, () => {
          const list = BatchList.from(bytes, 4);
          for (let index = 0; index < list.length; index++) list.at(index);
        }),
    },
  ];
}

/** Sections with their contents changed and their checksums made to fit, as somebody would who means harm. */
function resealed(bytes: Uint8Array, digest: Digest): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 13 <= copy.length;) {
    const end = at + 13 + view.getUint32(at + 1, true);
    if (end > copy.length) break;
    copy.set(digest([copy.subarray(at + 13, end)]), at + 5);
    at = end;
  }
  return copy;
}

function scenarioTarget(): FuzzTarget {
  const names = readdirSync(scenarios).filter((name) => !['index.json', 'scenario.schema.json'].includes(name));
  const knowledge = {
    sample: buildEmptyState(),
    checkCommand: (id: string, parameters: Record<string, unknown>) =>
      void parseParameters(findCommand(id, commandTable), parameters),
  };
  return {
    name: 'scenario',
    weight: 1,
    samples: names.map((name) => new Uint8Array(readFileSync(new URL(name, scenarios)))),
    decode: (bytes) => refusing(LabError, () => parseScenario(words(bytes), 'case', knowledge)),
  };
}

const linkTarget: FuzzTarget = {
  name: 'share link',
  weight: 8,
  samples: [
    writeShareLink({
      rules: [
        { rule: 'outputRule', on: false },
        { rule: 'weakOutputRule', on: true },
      ],
      links: [
        { link: 'logging', rttMs: 100, bitsPerSecond: 20_000, loss: 0.01 },
        { link: 'network', host: 'A', rttMs: 5, bitsPerSecond: 0, loss: 0 },
      ],
      scenario: 'output-rule',
      storage: { latencyMs: 20, offline: true },
      disk: { sharing: 'non-shared', backupReads: 'from-log' },
      redundancy: 'at-once',
      client: { rate: 10, connections: 3, verb: 'MIX' },
      speed: 0.1,
      seed: 7,
    }),
    'v=2&off=outputRule',
  ].map(text),
  decode: (bytes) => (readShareLink(words(bytes)).problems.length === 0 ? 'accepted' : 'refused'),
};

export async function fileTargets(): Promise<FuzzTarget[]> {
  return [await imagesTarget(), ...(await recordingTargets()), scenarioTarget(), linkTarget];
}
