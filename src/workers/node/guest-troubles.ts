/**
 * Guests that misbehave, as something that somebody types into the service's shell. FT does not protect a service from itself: both
 * replicas do the same, and the lab has to stay in charge. Must not know where they run.
 */
import type { ServiceCondition } from '../lab/lab.ts';

export interface GuestTrouble {
  readonly id: string;
  readonly what: string;
  readonly type: string;
  /** What becomes of the service; those that only make it slow leave it running. */
  readonly condition: ServiceCondition;
  /** Words on the console that say that it happened; null: it goes on until somebody ends it. */
  readonly says: string | null;
}

/** Three times 12 MiB are more than the machine has left. */
const takeAllMemory = 'for i in 1 2 3; do dd if=/dev/zero of=/dev/null bs=12M count=5 & done\n';

export const guestTroubles: readonly GuestTrouble[] = [
  {
    id: 'panic',
    what: 'the kernel panics: no memory, and it was told to panic then',
    type: `echo 1 > /proc/sys/vm/panic_on_oom; ${takeAllMemory}`,
    condition: 'panicked',
    says: 'end Kernel panic',
  },
  {
    id: 'init-dies',
    what: 'the kernel panics: the memory of its first process is overwritten',
    type: 'dd if=/dev/zero of=/proc/1/mem bs=4096 seek=32840 count=150 conv=notrunc 2>/dev/null; exit\n',
    condition: 'panicked',
    says: 'end Kernel panic',
  },
  {
    id: 'out-of-memory',
    what: 'a program takes all memory, and the kernel ends it',
    type: takeAllMemory,
    condition: 'running',
    says: 'Out of memory: Killed process',
  },
  {
    id: 'halts',
    what: 'the processor halts with interrupts off',
    type: 'busybox halt -f\n',
    condition: 'halted',
    says: null,
  },
  {
    id: 'endless-loop',
    what: 'eight programs compute for ever',
    type: 'for i in 1 2 3 4 5 6 7 8; do while :; do :; done & done\n',
    condition: 'running',
    says: null,
  },
  {
    id: 'console-flood',
    what: 'a program writes to the console without pause',
    type: 'yes flooding the console\n',
    condition: 'running',
    says: 'flooding the console\r\nflooding the console',
  },
  {
    id: 'network-flood',
    what: 'the network card sends without pause',
    type: 'work send 3600 10.0.0.2 & for i in 1 2 3 4; do while :; do ping -A -c 1000 10.0.0.2 >/dev/null; done & done\n',
    condition: 'running',
    says: null,
  },
  {
    id: 'disk-flood',
    what: 'four programs write to the disk, past the cache, without pause',
    type: 'for i in 1 2 3 4; do while :; do dd if=/dev/zero of=/data/flood$i bs=64k count=8 oflag=direct 2>/dev/null; done & done\n',
    condition: 'running',
    says: null,
  },
];
