/**
 * What each terminal showed: the last 64 KiB for a terminal that opens later, and everything new for those that listen.
 * Bytes stay bytes; only xterm.js interprets them. Must not know whose console it is.
 */
import type { ConsoleFeed } from './model.ts';

const capacityKeptBytes = 64 * 1024;
const shownBytes = 4096;

export class ConsoleStore implements ConsoleFeed {
  private kept = new Uint8Array(0);
  private readonly listeners = new Set<(bytes: Uint8Array | null) => void>();
  private cachedTail: string | undefined = '';

  write(bytes: Uint8Array): void {
    const joined = new Uint8Array(Math.min(capacityKeptBytes, this.kept.length + bytes.length));
    const fromOld = Math.max(0, joined.length - bytes.length);
    joined.set(this.kept.subarray(this.kept.length - fromOld));
    joined.set(bytes.subarray(Math.max(0, bytes.length - joined.length)), fromOld);
    this.kept = joined;
    this.cachedTail = undefined;
    for (const listener of this.listeners) listener(bytes);
  }

  /** A new VM starts with an empty screen. */
  restart(): void {
    this.kept = new Uint8Array(0);
    this.cachedTail = '';
    for (const listener of this.listeners) listener(null);
  }

  history(): Uint8Array {
    return this.kept;
  }

  /** The last 4 KiB as text. */
  tail(): string {
    this.cachedTail ??= new TextDecoder().decode(this.kept.subarray(-shownBytes));
    return this.cachedTail;
  }

  subscribe(listener: (bytes: Uint8Array | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
