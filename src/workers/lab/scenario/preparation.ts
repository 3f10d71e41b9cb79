/**
 * Brings the lab, whatever was done to it, to where every lesson starts: a primary and a backup in lockstep, all links whole,
 * the paper's rules, a shell that waits and a service that answers. As quickly as it can; resets only when it must.
 */
import { hostIds } from '../../../ft/host-id.ts';
import { ruleIds, standardRules } from '../../../ft/rules.ts';
import type { LabState } from '../lab.ts';

/** What preparation needs of the lab. */
export interface PreparedLab {
  state(): LabState;
  run(id: string, parameters?: object): Promise<unknown>;
  until(test: (state: LabState) => boolean, timeoutMs?: number): Promise<LabState>;
}

const pairWithinMs = 30_000;
const promptWithinMs = 5000;
const answerWithinMs = 5000;

export async function makeReady(lab: PreparedLab): Promise<void> {
  if (!(await mendWhatIsThere(lab))) {
    await lab.run('reset');
    await isHealthy(lab);
  }
  await lab.run('client', { action: 'reset-gap' });
}

/** False when only a reset helps. */
async function mendWhatIsThere(lab: PreparedLab): Promise<boolean> {
  const { time } = lab.state();
  if (time.paused) await lab.run('resume');
  if (time.speed !== 1) await lab.run('speed', { factor: 1 });
  if (!canBeMended(lab.state())) return false;
  await undoFaults(lab);
  return (await becomesPair(lab)) && (await isHealthy(lab));
}

function canBeMended({ hosts, invariants, disk, rules }: LabState): boolean {
  // Without it the service may wait for its disk for ever.
  if (rules['reissue'] !== true) return false;
  const live = hostIds.filter((host) => isLive(hosts[host].role));
  const unsettled = hostIds.some((host) => hosts[host].role === 'starting' || hosts[host].role === 'waiting');
  const isStandard = disk.sharing === 'shared' && disk.backupReads === 'from-log';
  return isStandard && live.length === 1 && !unsettled && Object.values(invariants).every(({ holds }) => holds);
}

function isLive(role: string): boolean {
  return role === 'primary' || role === 'live-alone';
}

function isPair({ hosts }: LabState): boolean {
  const roles = hostIds.map((host) => hosts[host].role);
  return roles.includes('primary') && roles.includes('backup') && !roles.includes('starting');
}

async function undoFaults(lab: PreparedLab): Promise<void> {
  const { rules, redundancy } = lab.state();
  for (const rule of ruleIds)
    if (rules[rule] !== standardRules[rule]) await lab.run('set-rule', { rule, on: standardRules[rule] });
  await lab.run('go-on');
  await lab.run('disarm');
  if (redundancy !== 'by-hand') await lab.run('redundancy', { when: 'by-hand' });
  for (const link of ['logging', 'network', 'storage']) {
    await lab.run('mend', { link });
    await lab.run('set-link', { link, rttMs: 0, bitsPerSecond: 0, loss: 0 });
  }
  await lab.run('storage', { action: 'online' });
  await lab.run('storage', { action: 'slow', latencyMs: 0 });
  for (const host of hostIds) await lab.run('set-host', { host, cpu: 100 });
  await lab.run('client', { action: 'stop' });
  await lab.run('client', { action: 'udp-stop' });
}

async function becomesPair(lab: PreparedLab): Promise<boolean> {
  try {
    if (!isPair(lab.state())) await lab.run('start-backup');
    await lab.until(isPair, pairWithinMs);
    return true;
  } catch {
    return false;
  }
}

/** The shell is at its prompt and the service answers: both may hang after what a learner has tried. */
async function isHealthy(lab: PreparedLab): Promise<boolean> {
  try {
    if (!atPrompt(lab.state())) await lab.run('type', { text: '\u0003' });
    await lab.until(atPrompt, promptWithinMs);
    const { replies, requests } = lab.state().client;
    // What was under way before it was stopped is answered too.
    await lab.run('client', { action: 'request', text: 'PING' });
    await lab.until(
      ({ client }) => client.requests > requests && client.replies > replies && isAnswered(client),
      answerWithinMs,
    );
    return true;
  } catch {
    return false;
  }
}

function isAnswered({ recent }: LabState['client']): boolean {
  return recent.at(-1)?.request === 'PING' && recent.at(-1)?.reply !== null;
}

function atPrompt({ hosts }: LabState): boolean {
  const live = hostIds.find((host) => isLive(hosts[host].role));
  return live !== undefined && hosts[live].console.endsWith('# ');
}
