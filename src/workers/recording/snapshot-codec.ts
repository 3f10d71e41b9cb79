/**
 * The snapshot that a VM began from, as bytes: what the hypervisor remembers, then v86's own state. Paper section 3.1.
 * Must not know the file around it.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { z } from 'zod';
import type { VmSnapshot } from '../host/messages.ts';

const count = z.number().int().nonnegative();
const bytes = z.instanceof(Uint8Array);
const operation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), operation: count, start: count, length: count.max(2 ** 24) }),
  z.object({ kind: z.literal('write'), operation: count, start: count, data: bytes }),
]);
const rememberedSchema = z.object({
  memoryBytes: count,
  diskBytes: count,
  clockMs: z.number().nonnegative(),
  instructions: count,
  frames: count,
  jitOn: z.boolean(),
  nextOperation: count,
  pendingOperations: z.array(operation).max(4),
  consoleFifos: z.array(z.array(z.number().int().min(0).max(255)).max(4096)).max(2),
  registers: z.array(z.number()).max(16),
  consoleDigest: count,
  consoleTail: bytes,
});

/** Two pieces: the second is v86's state itself, not a copy. */
export function writeSnapshot({ machine, consoleDigest, consoleTail }: VmSnapshot): Uint8Array[] {
  const { state, ...remembered } = machine;
  const head = encoding.encode((encoder) => {
    encoding.writeAny(encoder, { ...remembered, consoleDigest, consoleTail } as unknown as encoding.AnyEncodable);
  });
  return [head, new Uint8Array(state)];
}

/** @throws Error when the bytes are no snapshot */
export function readSnapshot(payload: Uint8Array): VmSnapshot {
  const decoder = decoding.createDecoder(payload);
  const { consoleDigest, consoleTail, ...machine } = rememberedSchema.parse(decoding.readAny(decoder));
  // v86 keeps what it is given, and wants a buffer that begins at the state.
  const state = payload.slice(decoder.pos).buffer;
  return { machine: { ...machine, state }, consoleDigest, consoleTail };
}
