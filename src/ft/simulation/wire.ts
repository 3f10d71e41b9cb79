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

const pack = (...words: number[]): Uint8Array => {
  const bytes = new Uint8Array(words.length * 4);
  words.forEach((word, index) => {
    for (let byte = 0; byte < 4; byte += 1) bytes[index * 4 + byte] = word >>> (8 * byte);
  });
  return bytes;
};

const unpack = (bytes: Uint8Array): number[] => {
  const words: number[] = [];
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    words.push(
      (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24),
    );
  }
  return words;
};

export const packRequest = (request: Request): Uint8Array =>
  pack(request.client, request.id, request.kind === 'increment' ? 1 : 0, request.key);

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
