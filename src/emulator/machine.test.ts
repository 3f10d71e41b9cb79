// The machine with the real guest: recorded, replayed, cloned. Paper sections 2.1, 3.1, 3.4, 3.5.
import { beforeAll, expect, it } from 'vitest';
import { describeDifference, firstDifference, pictureOf } from './difference.ts';
import type { Machine } from './machine.ts';
import type { MachineOptions } from './machine-types.ts';
import { arpRequest, isArpReply } from './testing/arp.ts';
import { guestDisk, guestOptions, prompt } from './testing/guest-options.ts';
import { RecordedMachine, RecordingSource, ReplayedMachine } from './testing/lockstep.ts';

const minutes = 60_000;
const jitSwitchedOn = { kind: 'controlled', control: { kind: 'jit-switched-on' } } as const;
/** What the shell echoes must not contain the word that ends the wait. */
const done = '; echo DO""NE\n';

let options: MachineOptions;
beforeAll(async () => {
  options = await guestOptions();
});

/** Throws, naming the first difference, unless both machines are the same to the last bit of RAM. */
function expectIdentical(first: Machine, second: Machine): void {
  const difference = firstDifference(pictureOf(first), pictureOf(second));
  expect(difference && describeDifference(difference)).toBeNull();
  expect(second.memoryDigest()).toBe(first.memoryDigest());
  expect(second.registersDigest()).toBe(first.registersDigest());
  expect([second.instructions, second.clockMs, second.frames]).toEqual([
    first.instructions,
    first.clockMs,
    first.frames,
  ]);
}

it(
  'stays identical over two billion instructions with the JIT on: boot, shell loop, random bytes, disk, packets',
  async () => {
    const primary = await RecordedMachine.start(options, await guestDisk());
    const backup = await ReplayedMachine.start(options);
    const follow = (): void => backup.frame(primary.frames.at(-1)!);
    // Both in one thread, frame by frame, from power-on.
    primary.runUntil(prompt, follow);
    primary.deliver(jitSwitchedOn);
    primary.type('(echo READ""ING > /dev/ttyS0; read word; echo "<$word>") < /dev/ttyS1 > /dev/ttyS1\n');
    primary.runUntil('READING', follow);
    primary.type('over the second port\n', 1);
    primary.runUntil(prompt, follow);
    primary.deliver({ kind: 'packet-received', frame: arpRequest([10, 0, 0, 10]) });
    primary.type(
      'i=0; while [ $i -lt 66000 ]; do i=$((i+1)); done; dd if=/dev/urandom bs=64k count=40 2>/dev/null | md5sum; date; ' +
        'dd if=/dev/urandom of=/data/a bs=4k count=200 conv=fsync 2>/dev/null; md5sum /data/a; dd if=/dev/zero bs=1M count=40 2>/dev/null | md5sum' +
        done,
    );
    primary.runUntil('DONE', follow);

    expect(primary.machine.instructions).toBeGreaterThan(2e9);
    expect(backup.machine.jitOn).toBe(true);
    expectIdentical(primary.machine, backup.machine);
    expect(primary.said.consoles[1]).toContain('<over the second port>');
    expect(backup.said.consoles).toEqual(primary.said.consoles);
    expect(primary.said.packets.some(isArpReply)).toBe(true);
    expect(backup.said.packets).toEqual(primary.said.packets);
    expect(primary.said.requests.length).toBeGreaterThan(20);
    expect(backup.said.requests).toEqual(primary.said.requests);
    expect(backup.said.interrupts).toBe(primary.said.interrupts);
    // The guest's wall clock derives from its own clock.
    expect(primary.said.consoles[0]).toMatch(/Tue Nov 14 22:1\d:\d\d UTC 2023/);
    primary.machine.destroy();
    backup.machine.destroy();
  },
  4 * minutes,
);

it(
  'is cloned in the middle of a disk write, with unread console input, and both copies go on identically',
  async () => {
    const original = await RecordedMachine.start(options, await guestDisk());
    original.runUntil(prompt);
    original.deliver(jitSwitchedOn);
    original.type(
      'for i in 1 2 3; do dd if=/dev/urandom bs=4k count=40 2>/dev/null; done > /data/a; sync; echo SY""NCED\n',
    );
    original.runUntil('NCED');
    while (!original.machine.pendingDiskOperations().some((operation) => operation.kind === 'write')) original.frame();
    original.machine.deliver({ kind: 'console-input', port: 0, bytes: new TextEncoder().encode('echo kep""t\n') });
    expect(original.machine.consoleRoom(0)).toBe(4);
    expect(original.machine.quiescent).toBe(true);
    const operations = original.machine.pendingDiskOperations();
    const snapshot = structuredClone(await original.machine.snapshot());

    const primary = await RecordedMachine.start(options, original.disk, snapshot);
    const backup = await ReplayedMachine.start(options, snapshot);
    expectIdentical(original.machine, primary.machine);
    expect(primary.machine.pendingDiskOperations()).toEqual(operations);
    expect(backup.machine.pendingDiskOperations()).toEqual(operations);
    // The disk still holds the original's request, and its completion goes to the copies.
    const follow = (): void => backup.frame(primary.frames.at(-1)!);
    primary.runUntil('SYNCED', follow);
    primary.runUntil('kept', follow);
    primary.type(
      'echo 3 > /proc/sys/vm/drop_caches; md5sum /data/a && cp /data/a /data/b && sync && echo 3 > /proc/sys/vm/drop_caches; cmp /data/a /data/b && echo SA""ME\n',
    );
    primary.runUntil('SAME', follow);
    expectIdentical(primary.machine, backup.machine);
    expect(backup.said.requests).toEqual(primary.said.requests);
    expect(primary.said.consoles[0]).not.toMatch(/error/i);

    primary.type('poweroff -f\n');
    while (!primary.said.isHalted) backup.frame(primary.frame());
    expect(backup.said.isHalted).toBe(true);
  },
  4 * minutes,
);

it(
  'is cloned in the middle of a computation with every register, those that v86 forgets included',
  async () => {
    const original = await RecordedMachine.start(options, await guestDisk());
    original.runUntil(prompt);
    original.deliver(jitSwitchedOn);
    original.type('while :; do i=$((i+1)); done\n');
    original.runUntil('done');
    const lastResult = (): number =>
      original.machine.registers().find((register) => register.name === 'last result')!.value;
    for (let frame = 0; frame < 20 || lastResult() === 0; frame++) original.frame();
    const copy = await ReplayedMachine.start(options, await original.machine.snapshot());
    expectIdentical(original.machine, copy.machine);
  },
  minutes,
);

it(
  'goes on without its log: a backup whose source is replaced answers in the same shell',
  async () => {
    const primary = await RecordedMachine.start(options, await guestDisk());
    const backup = await ReplayedMachine.start(options);
    const follow = (): void => backup.frame(primary.frames.at(-1)!);
    primary.runUntil(prompt, follow);
    primary.type('word=remembered\n');
    primary.runUntil(prompt, follow);
    primary.machine.destroy();

    backup.machine.source = new RecordingSource(backup.machine.clockMs);
    backup.machine.deliver({ kind: 'console-input', port: 0, bytes: new TextEncoder().encode('echo $word-1\n') });
    while (!backup.said.consoles[0].includes('remembered-1')) backup.machine.frame();
    expect(backup.machine.frames).toBeGreaterThan(primary.frames.length);
  },
  minutes,
);
