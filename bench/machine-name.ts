/** What a figure was measured on, for the reports. */
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { root } from './browser.ts';

/** "2 × AMD EPYC, 24 GiB, Linux 6.18" */
export function machineName(): string {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, ${memory} GiB, ${type()} ${release()}`;
}

/** "on 2026-01-31, commit 0123456" */
export function dateAndCommit(): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  return `on ${new Date().toISOString().slice(0, 10)}, commit ${commit}`;
}
