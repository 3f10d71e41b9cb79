/**
 * Keeps everything that a host's VM did since it began, so that the run can be exported: on a primary, on a backup and on a
 * VM that is live alone, since any of them may be the one that is asked. Paper section 2.1.
 * It keeps what the machine really got and did, also when a rule is off and the log says less: a recording always replays.
 * Full: it keeps the beginning, which can be replayed, and not the end, which could not.
 */
import * as encoding from 'lib0/encoding';
import type { FrameResult } from '../../ft/event.ts';
import type { HostId } from '../../ft/host-id.ts';
import type { Input } from '../../ft/input.ts';
import type { LogEntry } from '../../ft/log-entry.ts';
import { encodeMessage } from '../../ft/message/codec.ts';
import { outputBytes, outputDigest } from '../../ft/replica/outputs.ts';
import { ByteStore } from './byte-store.ts';
import type { RecordedRun, RunStart } from './run.ts';

/** Some twenty minutes of a busy guest, hours of an idle one. */
export const archiveCapacityBytes = 64 * 2 ** 20;

export interface RanFrame {
  readonly generation: number;
  readonly sequence: number;
  /** Lab time. */
  readonly atMs: number;
  readonly inputs: readonly Input[];
  readonly result: FrameResult;
}

export class RunArchive {
  private readonly start: RunStart;
  private readonly store: ByteStore;
  private early: Input[] = [];
  private generation: number | null = null;
  private frames = 0;
  private instructions = 0;
  private full = false;

  constructor(start: RunStart, capacityBytes = archiveCapacityBytes) {
    this.start = start;
    this.store = new ByteStore(capacityBytes);
  }

  /** Bounce buffers are off, and something came in before the frame that the log will name. */
  deliveredEarly(input: Input): void {
    if (!this.full) this.early.push(input);
  }

  frameRan({ generation, sequence, atMs, inputs, result }: RanFrame): void {
    if (this.full) return;
    const message = encodeMessage({
      kind: 'batch',
      generation,
      sequence,
      entries: entriesOf([...this.early, ...inputs], result),
      instructions: result.instructions,
      registersDigest: result.registersDigest,
      consoleDigest: result.consoleDigest,
      sentAtMs: atMs,
      randoms: 'logged',
      outputs: 'logged',
      releasedSequence: 0,
    });
    this.early = [];
    const length = encoding.encode((encoder) => encoding.writeVarUint(encoder, message.length));
    if (!this.store.hasRoomFor(length.length + message.length)) {
      this.full = true;
      return;
    }
    this.store.add(length);
    this.store.add(message);
    this.generation ??= generation;
    this.frames++;
    this.instructions = result.instructions;
  }

  /** The run so far. @param memoryDigest hashes the VM's RAM as it is now, between two frames */
  take(host: HostId, memoryDigest: () => string): RecordedRun {
    const wentOn = this.full || this.early.length > 0 || this.frames === 0;
    return {
      host,
      start: this.start,
      generation: this.generation ?? 0,
      frames: this.frames,
      batches: this.store.views(),
      batchBytes: this.store.length,
      instructions: this.instructions,
      ended: this.full ? 'archive-full' : 'at-export',
      memoryDigest: wentOn ? null : memoryDigest(),
    };
  }
}

/** Everything that happened in a frame, whatever the rules leave out of the log that travels. */
function entriesOf(inputs: readonly Input[], result: FrameResult): LogEntry[] {
  return [
    ...inputs,
    ...result.slices.map((slice): LogEntry => ({ kind: 'slice-ended', ...slice })),
    ...result.randoms.map((value): LogEntry => ({ kind: 'random-drawn', value })),
    ...result.outputs.map((output): LogEntry => ({
      kind: 'output-made',
      output: output.kind,
      bytes: outputBytes(output),
      digest: outputDigest(output),
    })),
    ...(result.memoryDigest === undefined ? [] : [{ kind: 'memory-hashed', digest: result.memoryDigest } as const]),
  ];
}
