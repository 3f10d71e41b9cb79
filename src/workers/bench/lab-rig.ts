/**
 * The lab without the page around it: protected as it starts, or alone after its backup crashed. Must not know stock v86.
 */
import type { HostId } from '../../ft/host-id.ts';
import type { LiveLab } from '../lab/live-lab.ts';
import { serviceAddress } from '../network/addresses.ts';
import { realNowMs } from '../thread/lab-clock.ts';
import { ConsoleReader } from './console-reader.ts';
import { Hops } from './hops.ts';
import { delays, summarize } from './log-figures.ts';
import type { LogFigures, Rig } from './rig.ts';
import { runInShell } from './shell.ts';
import type { Workload } from './workload.ts';

const primary: HostId = 'A';

/** @throws when the lab does not start */
export async function labRig(id: 'alone' | 'protected', lab: LiveLab): Promise<Rig> {
  await lab.ready;
  if (id === 'alone') {
    await lab.run('crash', { host: 'B' });
    await lab.until((state) => state.hosts[primary].role === 'live-alone');
  }
  const consoles = { service: new ConsoleReader(realNowMs), client: new ConsoleReader(realNowMs) };
  lab.console(primary).subscribe((bytes) => bytes !== null && consoles.service.take(bytes));
  lab.console('client').subscribe((bytes) => bytes !== null && consoles.client.take(bytes));
  const run: Rig['run'] = async (workload: Workload, seconds: number) => {
    const type = (text: string): void => void lab.run(workload.on === 'service' ? 'type' : 'type-client', { text });
    const before = { marks: lab.timeline.total, ...sent(lab) };
    const hops = id === 'protected' ? new Hops(primary) : null;
    const unwatch = hops === null ? () => {} : lab.watch((host, traced) => hops.take(host, traced));
    const result = await runInShell(consoles[workload.on], type, workload, seconds, serviceAddress.ip);
    unwatch();
    requireRole(lab, id);
    return { results: [result], log: hops === null ? null : { ...figures(lab, before), hops: hops.summary() } };
  };
  return {
    id,
    run,
    pause: async () => void (await lab.run('pause')),
    resume: async () => void (await lab.run('resume')),
  };
}

function sent(lab: LiveLab): { bytes: number; atMs: number } {
  return { bytes: lab.state().channel.sentBytes, atMs: realNowMs() };
}

function figures(lab: LiveLab, before: { marks: number; bytes: number; atMs: number }): Omit<LogFigures, 'hops'> {
  const after = sent(lab);
  const logMbit = ((after.bytes - before.bytes) * 8) / 1000 / (after.atMs - before.atMs);
  return { logMbit, ...summarize(delays(lab.timeline, before.marks, primary)) };
}

/** A measurement of something else than it says is worse than none. */
function requireRole(lab: LiveLab, id: 'alone' | 'protected'): void {
  const { hosts, invariants } = lab.state();
  const broken = Object.entries(invariants).find(([, { holds }]) => !holds);
  const wanted = id === 'alone' ? 'live-alone' : 'primary';
  if (hosts[primary].role !== wanted)
    throw new Error(`Host ${primary} is ${hosts[primary].role} after the workload, not ${wanted}.`);
  if (id === 'protected' && hosts.B.role !== 'backup')
    throw new Error(`The backup is ${hosts.B.role} after the workload: ${hosts.B.reason} ${evidence(lab)}`);
  if (broken !== undefined) throw new Error(`Broken: ${broken[0]}. ${broken[1].note ?? ''}`);
}

/** Where two replicas differ, for whoever has to find out why. */
function evidence(lab: LiveLab): string {
  const divergence = lab.divergence();
  if (divergence === null) return '';
  const { page, registers } = divergence;
  const differing = registers.filter(({ primary: one, backup }) => one !== backup).map(({ name }) => name);
  if (page === null) return `Registers: ${differing.join(', ')}`;
  const at = page.primary.findIndex((byte, index) => byte !== page.backup[index]);
  const hex = (bytes: Uint8Array): string =>
    [...bytes.subarray(at, at + 16)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `At ${(page.address + at).toString(16)}: ${hex(page.primary)} / ${hex(page.backup)}. Registers: ${differing.join(', ')}`;
}
