/**
 * The snapshot that a VM began from, as bytes: what the hypervisor remembers, then v86's own state. Paper section 3.1.
 * Must not know the file around it.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as z from 'zod/mini';
import type { VmSnapshot } from '../host/messages.ts';

const count = z.int().check(z.nonnegative());
const byte = z.int().check(z.minimum(0), z.maximum(255));
const bytes = z.instanceof(Uint8Array);
const operation = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('read'),
    operation: count,
    start: count,
    length: z.int().check(z.nonnegative(), z.maximum(2 ** 24)),
  }),
  z.object({ kind: z.literal('write'), operation: count, start: count, data: bytes }),
]);
const rememberedSchema = z.object({
  memoryBytes: count,
  diskBytes: count,
  clockMs: z.number().check(z.nonnegative()),
  instructions: count,
  frames: count,
  jitOn: z.boolean(),
  nextOperation: count,
  pendingOperations: z.array(operation).check(z.maxLength(4)),
  consoleFifos: z.array(z.array(byte).check(z.maxLength(4096))).check(z.maxLength(2)),
  registers: z.array(z.number()).check(z.maxLength(16)),
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
