import { describe, expect, it } from 'vitest';
import type { HostId } from '../../ft/host-id.ts';
import type { StorageReply, StorageRequest } from '../../ft/storage.ts';
import type { StorageEvent } from './messages.ts';
import { Storage } from './storage.ts';

function createTestStorage() {
  const world = { nowMs: 0, wakeMs: Infinity };
  const replies: { host: HostId; reply: StorageReply }[] = [];
  const events: StorageEvent[] = [];
  const storage = new Storage({
    image: new Uint8Array(4096),
    now: () => world.nowMs,
    reply: (host, reply) => replies.push({ host, reply }),
    wake: (atMs) => (world.wakeMs = atMs),
    record: (event) => events.push(event),
  });
  return { world, replies, events, storage };
}
const claim = (
  id: number,
  owner: HostId,
  repeat: 'won-again' | 'lost' = 'won-again',
  generation = 1,
): StorageRequest => ({
  kind: 'test-and-set',
  id,
  generation,
  owner,
  repeat,
});
const write = (id: number, start: number, data: number[], generation = 1): StorageRequest => ({
  kind: 'write',
  id,
  generation,
  operation: id,
  start,
  data: Uint8Array.from(data),
  fencing: 'by-flag',
});

describe('storage', () => {
  it('lets one host win each generation', () => {
    const { storage, replies } = createTestStorage();
    for (const request of [
      claim(1, 'B'),
      claim(2, 'A'),
      claim(3, 'B'),
      claim(4, 'B', 'lost'),
      claim(5, 'A', 'lost', 2),
    ])
      storage.ask(request.kind === 'test-and-set' ? request.owner : 'A', {
        kind: 'asked',
        place: 'shared-disk',
        request,
      });
    expect(replies.map(({ reply }) => reply.kind === 'test-and-set-done' && reply.outcome)).toEqual([
      'won',
      'lost',
      'won',
      'lost',
      'won',
    ]);
    expect(storage.status()).toMatchObject({ generation: 2, owner: 'A' });
  });

  it('loses the reply to a winner once, and keeps the flag', () => {
    const { storage, replies } = createTestStorage();
    storage.loseNextWonReply();
    storage.ask('A', { kind: 'asked', place: 'shared-disk', request: claim(1, 'A') });
    expect(replies).toEqual([]);
    storage.ask('B', { kind: 'asked', place: 'shared-disk', request: claim(2, 'B') });
    storage.ask('A', { kind: 'asked', place: 'shared-disk', request: claim(3, 'A') });
    expect(replies.map(({ reply }) => reply.kind === 'test-and-set-done' && reply.outcome)).toEqual(['lost', 'won']);
  });

  it('fences a host whose generation another one won', () => {
    const { storage, replies } = createTestStorage();
    storage.ask('A', { kind: 'asked', place: 'shared-disk', request: write(1, 0, [1]) });
    storage.ask('B', { kind: 'asked', place: 'shared-disk', request: claim(2, 'B') });
    storage.ask('A', { kind: 'asked', place: 'shared-disk', request: write(3, 0, [9]) });
    storage.ask('B', { kind: 'asked', place: 'shared-disk', request: write(4, 1, [2]) });
    expect(replies.map(({ reply }) => reply.kind)).toEqual(['write-done', 'test-and-set-done', 'fenced', 'write-done']);
    expect([...storage.image().subarray(0, 2)]).toEqual([1, 2]);
  });

  it('answers late when slow, in order, and not at all when offline', () => {
    const { storage, replies, world } = createTestStorage();
    storage.settings = { offline: false, latencyMs: 10 };
    storage.ask('A', { kind: 'asked', place: 'shared-disk', request: write(1, 0, [1]) });
    storage.settings = { offline: false, latencyMs: 0 };
    storage.ask('A', { kind: 'asked', place: 'shared-disk', request: write(2, 0, [2]) });
    expect([replies.length, storage.pending, world.wakeMs]).toEqual([0, 2, 10]);
    world.nowMs = 10;
    storage.advance();
    expect([replies.length, storage.image()[0]]).toEqual([2, 2]);
    storage.settings = { offline: true, latencyMs: 0 };
    storage.ask('A', { kind: 'asked', place: 'shared-disk', request: write(3, 0, [3]) });
    expect([replies.length, storage.image()[0]]).toEqual([2, 2]);
  });

  it('refuses what is not on the disk', () => {
    const { storage, replies } = createTestStorage();
    storage.ask('A', { kind: 'asked', place: 'shared-disk', request: write(1, 4096, [1]) });
    expect(replies.map(({ reply }) => reply.kind === 'failed' && reply.reason)).toEqual([
      'byte 4096 is beyond the end of the disk',
    ]);
  });

  it('keeps the own disks of the non-shared mode apart until they are resynced', () => {
    const { storage, replies } = createTestStorage();
    storage.ask('A', { kind: 'asked', place: 'own-disk', request: write(1, 5, [7]) });
    const read = (id: number): StorageRequest => ({
      kind: 'read',
      id,
      generation: 1,
      operation: id,
      start: 5,
      length: 1,
      fencing: 'none',
    });
    storage.ask('B', { kind: 'asked', place: 'own-disk', request: read(2) });
    storage.ask('A', { kind: 'copy-made', to: 'B', generation: 2 });
    storage.ask('A', { kind: 'asked', place: 'own-disk', request: write(9, 5, [8]) });
    storage.ask('B', { kind: 'copy-taken', from: 'A', generation: 2 });
    storage.ask('B', { kind: 'copy-taken', from: 'A', generation: 2 });
    storage.ask('B', { kind: 'asked', place: 'own-disk', request: read(3) });
    expect(replies.flatMap(({ reply }) => (reply.kind === 'read-done' ? [reply.data[0]] : []))).toEqual([0, 7]);
    expect(storage.image()[5]).toBe(0);
  });
});
