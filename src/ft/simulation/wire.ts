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

const put = (bytes: Uint8Array, index: number, word: number): void => {
  const at = index * 4;
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
};

/** Zero behind the end: a damaged packet may be shorter than it should. */
const word = (bytes: Uint8Array, index: number): number => {
  const at = index * 4;
  if (at + 3 >= bytes.length) return 0;
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
};

export const packRequest = (request: Request): Uint8Array => {
  const bytes = new Uint8Array(16);
  put(bytes, 0, request.client);
  put(bytes, 1, request.id);
  put(bytes, 2, request.kind === 'increment' ? 1 : 0);
  put(bytes, 3, request.key);
  return bytes;
};

export const unpackRequest = (bytes: Uint8Array): Request => ({
  client: word(bytes, 0),
  id: word(bytes, 1),
  kind: word(bytes, 2) === 1 ? 'increment' : 'read',
  key: word(bytes, 3),
});

export const packReply = (reply: Reply): Uint8Array => {
  const bytes = new Uint8Array(12);
  put(bytes, 0, reply.client);
  put(bytes, 1, reply.id);
  put(bytes, 2, reply.value);
  return bytes;
};

export const unpackReply = (bytes: Uint8Array): Reply => ({
  client: word(bytes, 0),
  id: word(bytes, 1),
  value: word(bytes, 2),
});

/** A key's block on the disk. */
export const packBlock = (value: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  put(bytes, 0, value);
  put(bytes, 1, ~value);
  return bytes;
};

export const unpackBlock = (bytes: Uint8Array): number => word(bytes, 0);
