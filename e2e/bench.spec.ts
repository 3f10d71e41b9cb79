/**
 * The Benchmarks tab: a run that is cut short keeps what it measured, and the table that is saved is the one that is shown.
 * Speed is not judged.
 */
import { readFile } from 'node:fs/promises';
import { expect, openLab, state, test, until } from './support/lab.ts';

test('what was measured before the benchmark was cancelled is exported', async ({ page }) => {
  await openLab(page);
  await page.getByTestId('tab-bench').click();
  await expect(page.getByTestId('bench-export')).toBeDisabled();
  await page.getByTestId('bench-start').click();
  const firstRow = page.getByTestId('bench-table').locator('tbody tr').first();
  await expect(firstRow).toBeVisible({ timeout: 60_000 });
  expect((await state(page)).time.paused).toBe(true);
  await page.getByTestId('bench-cancel').click();
  await expect(page.getByText('Cancelled.')).toBeVisible({ timeout: 60_000 });
  const saved = page.waitForEvent('download');
  await page.getByTestId('bench-export').click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('lockstep-benchmark.md');
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  const workload = await firstRow.locator('th').innerText();
  // Once in the table of speeds, once in that of what the log costs.
  expect(lines.filter((line) => line.startsWith('|') && line.includes(workload))).toHaveLength(2);
  await until(page, ({ time }) => !time.paused);
});
