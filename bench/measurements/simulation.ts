/** Speed of the protocol's simulation, on one thread, as its own command reports it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../browser.ts';

export interface Simulation {
  readonly runs: number;
  readonly failovers: number;
  readonly violations: number;
  readonly seconds: number;
}

const runs = 10_000;

export const simulationCommand = `npm run sim -- --seed 1 --runs ${runs} --json`;

export function measureSimulation(): Simulation {
  const words = [join(root, 'scripts/sim.mjs'), '--seed', '1', '--runs', String(runs), '--json'];
  const lines = execFileSync(process.execPath, words, { encoding: 'utf8' }).trim().split('\n');
  return JSON.parse(lines.at(-1)!) as Simulation;
}
