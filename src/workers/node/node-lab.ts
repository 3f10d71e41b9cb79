/**
 * The whole lab under Node: the same hosts, storage, client and commands as in the page, in worker threads.
 * For soak runs, benchmarks and tests. Must not know what is done with it.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { DiskConfiguration } from '../../ft/configuration.ts';
import { ruleList } from '../../ft/rules.ts';
import { loadImages } from '../lab/images.ts';
import { LiveLab } from '../lab/live-lab.ts';
import { partsOf, type LoadedParts } from '../lab/loaded-parts.ts';
import { spawnThread } from './threads.ts';
import { witnessed, type Witness } from './witness.ts';

const images = new URL('../../../public/images/', import.meta.url);

export interface NodeLabOptions {
  /** Seeds the losses and the damage on links. */
  readonly seed?: number;
  /** One shared disk from which the primary reads, when not given. */
  readonly disk?: DiskConfiguration;
  /** Hears of everything that threads report, just after the lab did. */
  readonly witness?: Witness;
}

/** Starts the lab and waits until the primary has a backup and the client is connected. @throws LabError when it cannot start */
export async function createNodeLab({ seed = 1, disk, witness }: NodeLabOptions = {}): Promise<LiveLab> {
  const lab = new LiveLab({
    load: loadParts,
    spawn: witness === undefined ? spawnThread : witnessed(spawnThread, witness),
    rules: ruleList,
    seed,
    ...(disk === undefined ? {} : { disk }),
    schedule: (task) => void setImmediate(task),
  });
  try {
    await lab.ready;
  } catch (error) {
    lab.close();
    throw error;
  }
  return lab;
}

let parts: Promise<LoadedParts> | undefined;

/** Read once for each process: a reset lab and the next one use the same bytes, which nobody writes to. */
export function loadParts(): Promise<LoadedParts> {
  parts ??= Promise.all([loadImages(images.href, () => {}, fetchFile), compileEmulator()]).then(
    ([loaded, wasmModule]) => partsOf(loaded, wasmModule),
  );
  return parts;
}

/** Node's fetch has no file addresses. */
const fetchFile: typeof fetch = async (address) =>
  new Response(new Uint8Array(await readFile(new URL(address instanceof Request ? address.url : address))));

async function compileEmulator(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('v86/build/v86.wasm');
  return WebAssembly.compile(new Uint8Array(await readFile(path)));
}
