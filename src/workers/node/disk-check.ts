/**
 * Looks at a copy of the shared disk with tools of its own, e2fsck and debugfs: is the file system whole once its journal
 * was replayed, as after any crash, and what does the database's log on it say? Must not know replicas.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DiskVerdict {
  /** What e2fsck complains about after the journal was replayed; empty when the file system is whole. */
  readonly problems: readonly string[];
  /** The database's keys and values as its log on the disk has them. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * The superblock's two sums are written when a file system is unmounted and computed anew when it is mounted, so they are
 * old in every image of a mounted disk. The groups' own counts are journalled and must be right.
 */
const summed = /^Free (blocks|inodes) count wrong \(\d+, counted=\d+\)\.$/;
/** e2fsck's stages, questions answered with no, and summary. */
const remarks = [
  /^e2fsck \d/,
  /^Pass \d/,
  /^Fix\? no$/,
  /^$/,
  /WARNING: Filesystem still has errors/,
  /files? \(.*blocks$/,
];

const folders = ['/usr/sbin', '/sbin', ...(process.env['PATH'] ?? '').split(':')];

function toolPath(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Whether the tools are installed: Debian's package e2fsprogs. */
export function canCheckDisks(): boolean {
  return toolPath('e2fsck') !== undefined && toolPath('debugfs') !== undefined;
}

/** @throws Error when e2fsprogs is not installed or cannot run */
export async function checkDisk(image: Uint8Array): Promise<DiskVerdict> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-disk-'));
  try {
    const path = join(folder, 'disk.img');
    await writeFile(path, image);
    const replay = await run('e2fsck', ['-y', '-E', 'journal_only', path]);
    // 1: something was corrected, which is what a replay does.
    if (replay.code > 1)
      return { problems: [`The journal could not be replayed: ${replay.output}`], values: new Map() };
    const checked = await run('e2fsck', ['-f', '-n', path]);
    const log = await run('debugfs', ['-R', 'cat /kv.log', path]);
    return { problems: problemsIn(checked), values: valuesIn(log.output) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function problemsIn({ code, output }: { readonly code: number; readonly output: string }): string[] {
  const lines = output
    .replaceAll('Fix? no', '\nFix? no\n')
    .split('\n')
    .map((line) => line.trim());
  const problems = lines.filter((line) => !summed.test(line) && !remarks.some((remark) => remark.test(line)));
  const isExplained = code === 0 || lines.some((line) => summed.test(line));
  return problems.length === 0 && !isExplained ? [`e2fsck ended with ${code}.`] : problems;
}

/** The last line about a key wins; a line without its end was cut off by a crash and never acknowledged. Zeros follow the text. */
function valuesIn(log: string): Map<string, string> {
  const values = new Map<string, string>();
  const [text = ''] = log.split('\0', 1);
  for (const line of text.split('\n').slice(0, -1)) {
    const space = line.indexOf(' ');
    if (space > 0) values.set(line.slice(0, space), line.slice(space + 1));
  }
  return values;
}

async function run(tool: string, parameters: string[]): Promise<{ readonly code: number; readonly output: string }> {
  const path = toolPath(tool);
  if (path === undefined) throw new Error(`${tool} is missing. Install the package e2fsprogs, then start again.`);
  return new Promise((resolve, reject) => {
    execFile(path, parameters, { maxBuffer: 16 * 2 ** 20, env: { ...process.env, LC_ALL: 'C' } }, (error, stdout) => {
      if (error === null) resolve({ code: 0, output: stdout });
      else if (typeof error.code === 'number') resolve({ code: error.code, output: stdout });
      else reject(new Error(`${tool} could not run.`, { cause: error }));
    });
  });
}
