/**
 * Somebody sets the computer's clock while the lab runs, and then a thread starts: it must mean the same lab time as those before it.
 * A real thread whose clocks are as they would be then.
 */
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { FromStorage, ToStorage } from '../storage/messages.ts';
import { clockSetByMs, LabClock, realNowMs } from '../thread/lab-clock.ts';
import { portOf } from '../thread/port.ts';
import { typescriptFlags } from './threads.ts';

/** Runs in the new thread before its program: it began after the clock was set, so it took its origin from the new one. */
const clockSetBy = (ms: number): string =>
  `data:text/javascript,${encodeURIComponent(`
    const now = Date.now;
    Date.now = () => now() + ${ms};
    Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + ${ms} });
  `)}`;

for (const setByMs of [3_600_000, -3_600_000])
  test(`a thread that starts after the clock was set by ${setByMs / 60_000} minutes has the others’ lab time`, async () => {
    // The lab has run for ten seconds.
    const anchor = { labMs: 0, realMs: realNowMs() - 10_000, speed: 1, paused: false };
    const clock = new LabClock(anchor, realNowMs);
    const { now } = Date;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + setByMs);
    const worker = new Worker(new URL('../storage/storage.worker.ts', import.meta.url), {
      execArgv: ['--import', clockSetBy(setByMs), ...typescriptFlags],
    });
    onTestFinished(async () => {
      vi.restoreAllMocks();
      await worker.terminate();
    });
    const thread = portOf<ToStorage, FromStorage>(worker);
    const written = new Promise<number>((resolve, reject) => {
      worker.on('error', reject);
      thread.receive((message) => {
        if (message.kind === 'storage-reported' && message.events[0] !== undefined) resolve(message.events[0].labMs);
      });
    });
    thread.send({ kind: 'started', image: new Uint8Array(512), anchor, clockSetByMs: clockSetByMs(), seed: 1 });
    const { port1, port2 } = new MessageChannel();
    thread.send({ kind: 'host-connected', host: 'A', port: port2 }, [port2]);
    const host = portOf(port1);
    const fromMs = clock.now();
    host.send({
      kind: 'asked',
      place: 'shared-disk',
      request: {
        kind: 'write',
        id: 1,
        generation: 1,
        operation: 1,
        start: 0,
        fencing: 'none',
        data: new Uint8Array(8),
      },
    });
    const labMs = await written;
    host.close();
    // Clocks of computers tell milliseconds.
    expect(labMs).toBeGreaterThan(fromMs - 3);
    expect(labMs).toBeLessThan(clock.now() + 3);
  });
