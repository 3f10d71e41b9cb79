// npm run sim -- --seed N --runs N [--jobs N] [--rule NAME=off] [--json]
import './typescript.mjs';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

const { runBatch } = await import('../src/ft/simulation/batch.ts');

const onThread = (work) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: work });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

if (isMainThread) {
  const { simulate } = await import('../src/ft/simulation/command.ts');
  try {
    process.exitCode = await simulate({
      arguments: process.argv.slice(2),
      print: (line) => console.log(line),
      seconds: () => performance.now() / 1000,
      work: (pieces) =>
        pieces.length === 1 ? Promise.resolve(pieces.map(runBatch)) : Promise.all(pieces.map(onThread)),
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
} else parentPort.postMessage(runBatch(workerData));
