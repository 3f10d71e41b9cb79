/** The blocks of one disk. A write is idempotent: it names its place and carries all its bytes. Must not know who asks. */
export class Disk {
  readonly bytes: Uint8Array;

  constructor(image: Uint8Array) {
    this.bytes = image.slice();
  }

  /** @returns a copy, or null when it is not on the disk. */
  read(start: number, length: number): Uint8Array | null {
    return this.holds(start, length) ? this.bytes.slice(start, start + length) : null;
  }

  write(start: number, data: Uint8Array): 'written' | 'outside' {
    if (!this.holds(start, data.length)) return 'outside';
    this.bytes.set(data, start);
    return 'written';
  }

  private holds(start: number, length: number): boolean {
    return Number.isSafeInteger(start) && start >= 0 && length >= 0 && start + length <= this.bytes.length;
  }
}
