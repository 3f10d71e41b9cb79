/**
 * Bytes that are only ever added, in pieces of one size, so that a long run is never copied to grow. Bounded: what does not
 * fit is refused whole. Must not know what the bytes mean.
 */
const pieceBytes = 256 * 1024;

export class ByteStore {
  length = 0;
  private readonly capacityBytes: number;
  private readonly pieces: Uint8Array[] = [];
  private free = 0;

  constructor(capacityBytes: number) {
    this.capacityBytes = capacityBytes;
  }

  hasRoomFor(bytes: number): boolean {
    return this.length + bytes <= this.capacityBytes;
  }

  /** @throws RangeError when there is no room: ask first */
  add(bytes: Uint8Array): void {
    if (!this.hasRoomFor(bytes.length)) throw new RangeError(`no room for ${bytes.length} bytes after ${this.length}`);
    for (let done = 0; done < bytes.length;) {
      if (this.free === 0) {
        this.pieces.push(new Uint8Array(pieceBytes));
        this.free = pieceBytes;
      }
      const part = bytes.subarray(done, done + this.free);
      this.pieces.at(-1)!.set(part, pieceBytes - this.free);
      this.free -= part.length;
      done += part.length;
    }
    this.length += bytes.length;
  }

  /** Views on what is stored now, in order. */
  views(): Uint8Array[] {
    return this.pieces.map((piece, index) =>
      index === this.pieces.length - 1 ? piece.subarray(0, pieceBytes - this.free) : piece,
    );
  }
}
