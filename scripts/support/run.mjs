/** Runs other programs with their output on our terminal. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder, so that the scripts work from anywhere. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs a program in the project's folder and waits for it.
 * @throws {Error} when it fails, naming the command line.
 */
export function run(program, programArguments, environment = {}) {
  const status = tryToRun(program, programArguments, environment);
  if (status !== 0) throw new Error(`${[program, ...programArguments].join(' ')} failed with status ${status}`);
}

/** Like `run`, but returns the exit status instead of throwing. */
export function tryToRun(program, programArguments, environment = {}) {
  const result = spawnSync(program, programArguments, {
    cwd: projectFolder,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32', // npm and npx are .cmd files there.
  });
  if (result.error) console.error(`${program}: ${result.error.message}`);
  return result.status ?? 1;
}

/** Runs the main part of a script; an error ends it with one line instead of a stack trace. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

/** True where we may install packages of the distribution. */
export function isRoot() {
  return process.getuid?.() === 0;
}
