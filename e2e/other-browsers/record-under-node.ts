/** Makes a recording under Node, for another engine to replay: node --import ./scripts/typescript.mjs FILE. Must not know browsers. */
import { writeFile } from 'node:fs/promises';
import type { ExportedFile } from '../../src/workers/lab/share/sharing-model.ts';
import { createNodeLab } from '../../src/workers/node/node-lab.ts';

const path = process.argv[2];
if (path === undefined) throw new Error('Which file?');
const lab = await createNodeLab();
await lab.ready;
await lab.run('type', { text: 'echo $((6 * 7)) under Node\n' });
await lab.until((state) => state.hosts.B.console.includes('42 under Node'), 60_000);
await lab.run('client', { action: 'start', rate: 20 });
await lab.until((state) => state.client.replies > 10, 60_000);
const { blob } = (await lab.run('export', { as: 'recording', host: 'B' })) as ExportedFile;
await writeFile(path, new Uint8Array(await blob.arrayBuffer()));
process.exit(0);
