/**
 * The lab as the page and the browser's console see it: starts it, runs commands, tells listeners once per animation frame.
 * Sets `window.lab`. Must not know React.
 */
import { v86WasmUrl } from '../../emulator/wasm-url.ts';
import { ruleList } from '../../ft/rules.ts';
import { spawnWorker } from '../thread/browser-threads.ts';
import { loadImages } from './images.ts';
import { LabError, messageOf } from './lab-error.ts';
import { LiveLab, type Progress } from './live-lab.ts';
import { partsOf, type LoadedParts } from './loaded-parts.ts';
import { saveFile } from './share/save-file.ts';
import { readShareLink } from './share/read-link.ts';
import type { LabModel } from './model.ts';

/** Starts loading at once; `ready` and `progress` tell how it goes. */
export function createLab(): LabModel {
  const link = readShareLink(location.hash);
  const lab: LiveLab = new LiveLab({
    load: loadInBrowser,
    spawn: spawnWorker,
    rules: ruleList,
    loadText,
    link,
    seed: link.settings.seed,
    address: location.href.split('#', 1)[0],
    build: buildName(import.meta.url),
    save: saveFile,
    schedule: (task) => requestAnimationFrame(task),
    broken: () => standStill(lab),
  });
  (window as unknown as { lab: LabModel }).lab = lab;
  return lab;
}

/** At the moment at which an invariant broke, so that the evidence can be looked at. A lesson leads on from there by itself. */
function standStill(lab: LabModel): void {
  if (lab.lesson !== null) return;
  lab.run('pause').catch(() => undefined);
}

/** The built program's own file name: it holds a hash of its contents, and so of everything that it was built from. */
function buildName(address: string): string {
  return new URL(address).pathname.split('/').at(-1) ?? 'unknown';
}

/** A file that came with the page, or lies on the same server: the content security policy allows no other. */
async function loadText(address: string): Promise<string> {
  const response = await fetch(new URL(address, document.baseURI));
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.text();
}

/** Fetches the guest's images and compiles the emulator. @throws LabError that says what to do */
export async function loadInBrowser(progress: Progress): Promise<LoadedParts> {
  const base = new URL('images/', document.baseURI).href;
  const [images, wasmModule] = await Promise.all([
    loadImages(base, (loaded, total) => progress('Linux', loaded / total)),
    compileEmulator(),
  ]);
  return partsOf(images, wasmModule);
}

async function compileEmulator(): Promise<WebAssembly.Module> {
  try {
    const response = await fetch(v86WasmUrl);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    // Not compileStreaming: it refuses servers that do not know the MIME type of .wasm files.
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    throw new LabError(
      'The emulator could not be loaded.',
      'Reload the page; if it happens again, copy the built files to the server anew.',
      messageOf(error),
    );
  }
}
