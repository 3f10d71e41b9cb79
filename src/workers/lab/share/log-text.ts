/** The log entries that the lab still has, one line each, for people and for grep. Must not know how it is saved. */
import type { LogEntry } from '../../../ft/log-entry.ts';
import type { LogRow, Ring } from '../model.ts';

const shownBytes = 64;

export function logText(log: Ring<LogRow>): string {
  const lines = [
    '# Log entries of the primary, oldest first; clock entries are a sample when there are many.',
    '# lab ms, generation.batch, instructions at the end of the batch, kind, what it holds',
  ];
  for (let index = 0; index < log.length; index++) {
    const row = log.at(index);
    if (row === undefined) continue;
    const { labMs, generation, sequence, instructions, entry } = row;
    lines.push(`${labMs.toFixed(3)}\t${generation}.${sequence}\t${instructions}\t${entry.kind}\t${contentOf(entry)}`);
  }
  return `${lines.join('\n')}\n`;
}

function contentOf(entry: LogEntry): string {
  switch (entry.kind) {
    case 'slice-ended':
      return `${entry.instructions} instructions, clock ${entry.clockMs === null ? 'not logged' : `${entry.clockMs} ms`}`;
    case 'random-drawn':
      return `value ${entry.value}`;
    case 'output-made':
      return `${entry.output}, ${entry.bytes} bytes`;
    case 'memory-hashed':
      return entry.digest;
    case 'console-input':
      return `port ${entry.port}, ${hex(entry.bytes)}`;
    case 'packet-received':
      return `${entry.frame.length} bytes, ${hex(entry.frame)}`;
    case 'disk-completed':
      return `operation ${entry.operation}${entry.data === null ? '' : `, read ${hex(entry.data)}`}`;
    case 'controlled':
      return entry.control.kind === 'cpu-share-set' ? `CPU share ${entry.control.percent} %` : entry.control.kind;
  }
}

function hex(bytes: Uint8Array): string {
  const shown = [...bytes.subarray(0, shownBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > shownBytes ? `${shown}…` : shown;
}
