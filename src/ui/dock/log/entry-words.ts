/** A log entry in words, and a packet's first bytes decoded. Pure. Paper section 2.1. */
import type { LogEntry } from '../../../ft/log-entry.ts';
import { formatCount, formatHex } from '../../common/format.ts';

/** One line for the list. */
export function entryWords(entry: LogEntry): string {
  switch (entry.kind) {
    case 'slice-ended':
      return `slice ended after ${formatCount(entry.instructions)} instructions; ${entry.clockMs === null ? 'no clock sample' : `the clock read ${entry.clockMs.toFixed(3)} ms`}`;
    case 'random-drawn':
      return `RDRAND returned 0x${formatHex(entry.value)}`;
    case 'console-input':
      return `typed on serial port ${entry.port}: ${JSON.stringify(new TextDecoder().decode(entry.bytes))}`;
    case 'packet-received':
      return `packet of ${entry.frame.length} bytes reached the network card`;
    case 'disk-completed':
      return `disk operation ${entry.operation} completed${entry.data ? `, ${formatCount(entry.data.length)} bytes read` : ''}`;
    case 'output-made':
      return `${entry.output === 'packet-sent' ? 'a packet was sent' : 'a disk operation was asked for'} here, ${formatCount(entry.bytes)} bytes; it waits for this entry’s acknowledgment`;
    case 'memory-hashed':
      return `all memory hashed: ${entry.digest}`;
    case 'controlled':
      return controlWords(entry.control);
  }
}

function controlWords(control: Extract<LogEntry, { kind: 'controlled' }>['control']): string {
  switch (control.kind) {
    case 'power-off':
      return 'power off: the backup stops too and does not go live';
    case 'cpu-share-set':
      return `CPU share set to ${control.percent} %`;
    case 'jit-switched-on':
      return 'compiling of guest code switched on, on both at this place';
  }
}

/** Why such an entry exists: what a student would ask. */
export function entryReason(entry: LogEntry): string {
  switch (entry.kind) {
    case 'slice-ended':
      return 'The only clock data on the log. A timer interrupt can land only here, so the backup takes it at the same instruction.';
    case 'random-drawn':
      return 'Two machines would draw different numbers, so the backup is given the primary’s.';
    case 'console-input':
    case 'packet-received':
      return 'Input from outside: only the primary receives it, and the backup gets it from the log, at the same place.';
    case 'disk-completed':
      return 'When an operation completes is not determined by the machine; neither is what another host wrote there.';
    case 'output-made':
      return 'The Output Rule waits for this very entry: a backup that takes over must replay at least up to here.';
    case 'memory-hashed':
      return 'A check of this lab, not of the paper: the backup hashes its own memory here and compares.';
    case 'controlled':
      return 'What the administrator does to the primary happens to the backup too.';
  }
}

/** The bytes that an entry carries, if any. */
export function entryBytes(entry: LogEntry): Uint8Array | null {
  if (entry.kind === 'console-input') return entry.bytes;
  if (entry.kind === 'packet-received') return entry.frame;
  return entry.kind === 'disk-completed' ? entry.data : null;
}
