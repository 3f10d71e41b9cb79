/** Exports what each VM did before a finding, so that it can be replayed in the page. Must not know what was found. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostIds } from '../../../ft/host-id.ts';
import type { LiveLab } from '../../lab/live-lab.ts';
import type { ExportedFile } from '../../lab/share/sharing-model.ts';

/** A host that does not answer shall not stop the run. */
const patienceMs = 20_000;

/** @returns the paths of the files; hosts without a VM have none */
export async function keepRecordings(lab: LiveLab, folder: string, name: string): Promise<string[]> {
  const paths: string[] = [];
  await mkdir(folder, { recursive: true });
  for (const host of hostIds) {
    const file = await exported(lab, host);
    if (file === null) continue;
    const path = join(folder, `${name}-host-${host}.lockstep`);
    await writeFile(path, new Uint8Array(await file.blob.arrayBuffer()));
    paths.push(path);
  }
  return paths;
}

async function exported(lab: LiveLab, host: string): Promise<ExportedFile | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  try {
    return await Promise.race([lab.run('export', { as: 'recording', host }) as Promise<ExportedFile>, late]);
  } catch {
    // It has no VM.
    return null;
  } finally {
    clearTimeout(timer);
  }
}
