/**
 * The place for a VM on a host: empty, starting or taken, and the snapshot that travels during FT VMotion. Paper section 3.1.
 * Starting and saving take their time; whoever asked hears of the end as an event. Must not know the protocol's state.
 */
import { createXXHash64 } from 'hash-wasm';
import type { Effect } from '../../ft/effect.ts';
import type { FrameResult, Happening } from '../../ft/event.ts';
import type { LabClock } from '../thread/lab-clock.ts';
import type { HostId } from '../../ft/host-id.ts';
import type { Input } from '../../ft/input.ts';
import { RunArchive } from '../recording/archive.ts';
import type { RecordedRun } from '../recording/run.ts';
import { ConsoleTap } from './console-tap.ts';
import { noteEntries } from './entries-of.ts';
import type { LoggedEntry, ServiceSetup, VmSnapshot } from './messages.ts';
import type { Reporter } from './reporter.ts';
import { ServiceVm } from './service-vm.ts';

/** Changed pages are counted this often, and a part of RAM at a time so that the guest never waits for long. */
const dirtyPeriodMs = 2000;
const dirtyParts = 32;

export class VmSlot {
  vm: ServiceVm | null = null;
  readonly console = new ConsoleTap();
  /** Pages written since the last count, taken by the report. */
  dirty: { pages: number; overMs: number } | null = null;
  private snapshot: VmSnapshot | null = null;
  private archive: RunArchive | null = null;
  private starts = 0;
  private counting = startOfCount(0);
  private readonly setup: ServiceSetup;
  private readonly clock: LabClock;
  private readonly happened: (happening: Happening) => void;
  private readonly failed: (error: unknown) => void;

  constructor(
    setup: ServiceSetup,
    clock: LabClock,
    happened: (happening: Happening) => void,
    failed: (error: unknown) => void,
  ) {
    this.setup = setup;
    this.clock = clock;
    this.happened = happened;
    this.failed = failed;
  }

  /** Boots a VM, or starts one from the snapshot that this host holds; a VM that is there goes first. */
  start(from: 'boot' | 'snapshot'): void {
    const snapshot = from === 'snapshot' ? this.snapshot : null;
    if (from === 'snapshot' && snapshot === null)
      throw new Error('the protocol asked to start from a snapshot, but this host has none');
    this.discard();
    const start = ++this.starts;
    ServiceVm.start(this.setup, this.clock, this.console, snapshot).then((vm) => {
      if (start !== this.starts) return vm.destroy();
      this.vm = vm;
      this.archive = new RunArchive(snapshot === null ? { kind: 'boot' } : { kind: 'snapshot', snapshot });
      this.counting = startOfCount(this.clock.now());
      this.happened({ kind: 'machine-started' });
    }, this.failed);
  }

  takeSnapshot(): void {
    const { vm } = this;
    if (vm === null) throw new Error('the protocol asked for a snapshot, but this host has no machine');
    vm.snapshot()
      .then(async (snapshot) => this.keep(snapshot))
      .then(({ bytes, digest }) => this.happened({ kind: 'snapshot-taken', bytes, digest }), this.failed);
  }

  /** Keeps a snapshot that was taken here or came from another host. */
  async keep(snapshot: VmSnapshot): Promise<{ bytes: number; digest: string }> {
    const hasher = await createXXHash64();
    this.snapshot = snapshot;
    const state = new Uint8Array(snapshot.machine.state);
    return { bytes: state.length, digest: hasher.init().update(state).digest('hex') };
  }

  /** For another host. Posting copies it; this host starts anew from its own. */
  copy(): VmSnapshot {
    if (this.snapshot === null) throw new Error('the protocol asked to send a snapshot, but this host has none');
    return this.snapshot;
  }

  discardSnapshot(): void {
    this.snapshot = null;
  }

  discard(): void {
    this.starts++;
    this.vm?.destroy();
    this.vm = null;
    this.archive = null;
  }

  /** Bounce buffers are off: the data lands in the guest now, wherever it is. */
  deliverNow(input: Input): void {
    this.vm?.deliverNow(input);
    this.archive?.deliveredEarly(input);
  }

  /** All that the VM did since it began; null while there is none. */
  recordedRun(host: HostId): RecordedRun | null {
    const { vm } = this;
    return vm === null || this.archive === null ? null : this.archive.take(host, () => vm.machine.memoryDigest());
  }

  /** Shows the page what a frame put on the log, or what replaying one found. */
  note(
    reporter: Reporter,
    place: Omit<LoggedEntry, 'entry'>,
    effect: Effect & { kind: 'run-frame' },
    result: FrameResult,
  ): void {
    this.archive?.frameRan({ ...place, inputs: effect.inputs, result });
    if (effect.replay === null) {
      noteEntries(reporter, place, effect.inputs, result);
      this.countDirtyPages(place.atMs);
    }
    if (result.memoryDigest === undefined) return;
    const { generation, sequence, instructions } = place;
    reporter.memoryCheck({ generation, sequence, instructions, digest: result.memoryDigest });
  }

  private countDirtyPages(now: number): void {
    const { vm, counting } = this;
    if (vm === null || now < counting.nextMs) return;
    counting.nextMs = now + dirtyPeriodMs / dirtyParts;
    const pages = vm.machine.dirtyPages(counting.part, dirtyParts);
    counting.pages = pages === null || counting.pages === null ? null : counting.pages + pages;
    counting.part = (counting.part + 1) % dirtyParts;
    if (counting.part > 0) return;
    if (counting.pages !== null) this.dirty = { pages: counting.pages, overMs: now - counting.sinceMs };
    this.counting = { ...startOfCount(now), nextMs: counting.nextMs };
  }
}

function startOfCount(now: number) {
  return { part: 0, pages: 0 as number | null, sinceMs: now, nextMs: now };
}
