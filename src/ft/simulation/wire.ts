/**
 * What client and toy machine say to each other: a request or a reply as four 32-bit numbers.
 */
export interface Request {
  readonly client: number;
  readonly id: number;
  readonly kind: 'increment' | 'read';
  readonly key: number;
}

export interface Reply {
  readonly client: number;
  readonly id: number;
  readonly value: number;
}

const pack = (...words: number[]): Uint8Array => new Uint8Array(Int32Array.from(words).buffer);

const unpack = (bytes: Uint8Array): Int32Array => new Int32Array(bytes.slice().buffer);

export const packRequest = (request: Request): Uint8Array => pack(request.client, request.id, request.kind === 'increment' ? 1 : 0, request.key);

export const unpackRequest = (bytes: Uint8Array): Request => {
  const [client = 0, id = 0, kind = 0, key = 0] = unpack(bytes);
  return { client, id, kind: kind === 1 ? 'increment' : 'read', key };
};

export const packReply = (reply: Reply): Uint8Array => pack(reply.client, reply.id, reply.value);

export const unpackReply = (bytes: Uint8Array): Reply => {
  const [client = 0, id = 0, value = 0] = unpack(bytes);
  return { client, id, value };
};

/** A key's block on the disk. */
export const packBlock = (value: number): Uint8Array => pack(value, ~value);

export const unpackBlock = (bytes: Uint8Array): number => unpack(bytes)[0] ?? 0;
