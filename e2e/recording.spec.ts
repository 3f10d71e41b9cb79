/**
 * A run that was recorded in the browser is the same run anywhere: headless under Node and in a second tab, from its boot and,
 * after a failover and FT VMotion, from the snapshot. A bad file costs nothing.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import type { LabModel } from '../src/workers/lab/model.ts';
import type { ReplayView } from '../src/workers/lab/share/sharing-model.ts';
import { expect, openLab, run, test, type, until } from './support/lab.ts';

const folder = fileURLToPath(new URL('../', import.meta.url));
const replayTimeoutMs = 90_000;

/** What the person at the screen does: the menu, then the file that the browser saved. */
async function exportRecording(page: Page, path: string): Promise<void> {
  const download = page.waitForEvent('download');
  await page.getByTestId('share').click();
  await page.getByTestId('export-recording').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^lockstep-\d+s\.lockstep$/);
  await file.saveAs(path);
}

async function replayUnderNode(path: string): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'replay', '--', path], { cwd: folder });
  return stdout;
}

async function openRecording(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByTestId('share').click();
  await page.getByTestId('open-recording').click();
  await (await chooser).setFiles(path);
}

async function replayed(page: Page): Promise<ReplayView> {
  return page.evaluate(() => (window as unknown as { lab: LabModel }).lab.sharing.replay!);
}

test('a recording replays bit-identically under Node and in a second tab', async ({ page, context }, info) => {
  const fromBoot = info.outputPath('boot.lockstep');
  const fromSnapshot = info.outputPath('snapshot.lockstep');
  await openLab(page);
  await run(page, 'client', { action: 'start', rate: 20 });
  await type(page, 'echo $((6 * 7)) is the answer\n');
  await until(page, (state) => state.client.replies > 10 && state.hosts.A.console.includes('42 is the answer'));
  await run(page, 'crash', { host: 'A' });
  const { client } = await until(page, (state) => state.hosts.B.role === 'live-alone');
  await until(page, (state, before) => state.client.replies > before + 5, { argument: client.replies });
  // Host B was the backup when this began: its recording has what it replayed, and what it did alone.
  await exportRecording(page, fromBoot);
  await run(page, 'start-backup');
  await until(page, (state) => state.hosts.B.role === 'primary' && state.memory.compared > 0);
  await type(page, 'echo after FT VMotion\n');
  await until(page, (state) => state.hosts.B.console.includes('\nafter FT VMotion'));
  await exportRecording(page, fromSnapshot);
  await page.goto('about:blank');

  expect(await replayUnderNode(fromBoot)).toMatch(
    /Host B, generation 1, from its boot: \d+ frames[^]*\nIdentical: \d+ frames/,
  );
  expect(await replayUnderNode(fromSnapshot)).toMatch(
    /from the snapshot of FT VMotion: \d+ frames[^]*\nIdentical: \d+ frames/,
  );

  const second = await context.newPage();
  await openLab(second);
  await openRecording(second, fromSnapshot);
  const verdict = second.getByTestId('replay-verdict');
  await expect(verdict).toContainText('Bit-identical', { timeout: replayTimeoutMs });
  await expect(second.getByTestId('replay-console')).toContainText('after FT VMotion');
  const { summary, report } = await replayed(second);
  expect(report).toMatchObject({
    position: summary.header.frames,
    instructions: summary.header.instructions,
    playing: false,
  });

  // Played again, paused at its beginning, and stepped.
  await run(second, 'replay', { action: 'restart' });
  await run(second, 'replay', { action: 'pause' });
  await second.waitForFunction(
    () => (window as unknown as { lab: LabModel }).lab.sharing.replay?.report?.playing === false,
  );
  const paused = await replayed(second);
  if (paused.report?.verdict === null) {
    await second.getByTestId('replay-step').click();
    await second.waitForFunction(
      (position) => (window as unknown as { lab: LabModel }).lab.sharing.replay?.report?.position === position + 1,
      paused.report.position,
    );
  }

  // A file that was cut short is refused in words, and what was open stays open.
  const bytes = await readFile(fromBoot);
  const refused = await second.evaluate(
    async (part) => {
      const { lab } = window as unknown as { lab: LabModel };
      return lab.run('import', { file: Uint8Array.from(part) }).then(
        () => 'it was opened',
        (error: unknown) => String(error),
      );
    },
    [...bytes.subarray(0, bytes.length - 1000)],
  );
  expect(refused).toMatch(/This recording is cut short: its end is missing\. .*Nothing in this lab has changed\./);
  expect((await replayed(second)).name).toBe('snapshot.lockstep');
  await until(second, (state) => state.hosts.A.role === 'primary' && state.hosts.B.role === 'backup');
});
