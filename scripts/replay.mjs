// npm run replay -- FILE.lockstep: replays a recording under Node and says whether it was bit-identical.
// Exit status: 0 identical, 1 diverged, 2 the file cannot be used.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import './typescript.mjs';

const path = process.argv[2];
try {
  if (path === undefined) throw new Error('Usage: npm run replay -- FILE.lockstep');
  // Before v86, which binds the clock when it is imported.
  const { installGuestGlobals, hostNowMs } = await import('../src/emulator/globals.ts');
  installGuestGlobals();
  const { replayHeadless } = await import('../src/workers/recording/headless.ts');
  const wasm = await readFile(createRequire(import.meta.url).resolve('v86/build/v86.wasm'));
  const image = await readFile(new URL('../public/images/guest.elf.gz', import.meta.url));
  const verdict = await replayHeadless({
    file: new Uint8Array(await readFile(path)),
    guest: { wasmModule: await WebAssembly.compile(wasm), image: new Uint8Array(gunzipSync(image)) },
    print: (line) => console.log(line),
    seconds: () => hostNowMs() / 1000,
  });
  process.exitCode = verdict.kind === 'identical' ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
