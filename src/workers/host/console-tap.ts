/**
 * What the guest writes to its first serial port: collected for the report, digested for comparison, the last of it kept
 * for a VM that moves to another host. A console is the hypervisor's own view of its VM, so it is not held by the Output
 * Rule; its digest is on the log. Must not know terminals.
 */
const capacityBytes = 256 * 1024;
const tailBytes = 8 * 1024;
const fnvPrime = 0x01000193;
const fnvStart = 0x811c9dc5;

export class ConsoleTap {
  /** FNV-1a over everything that both ports wrote so far, unsigned 32-bit. */
  digest = fnvStart;
  private waiting: number[] = [];
  private skipped = 0;
  private tail: number[] = [];
  private restarted: Uint8Array | null = null;

  written(port: 0 | 1, byte: number): void {
    this.digest = Math.imul(this.digest ^ byte ^ (port << 8), fnvPrime) >>> 0;
    if (port !== 0) return;
    if (this.waiting.length < capacityBytes) this.waiting.push(byte);
    else this.skipped++;
    this.tail.push(byte);
    if (this.tail.length > 2 * tailBytes) this.tail = this.tail.slice(-tailBytes);
  }

  /** The screen of a VM that begins here, or came from another host. */
  restart(from: { readonly digest: number; readonly tail: Uint8Array } | null): void {
    this.digest = from?.digest ?? fnvStart;
    this.tail = [...(from?.tail ?? [])];
    this.restarted = Uint8Array.from(this.tail);
    this.waiting = [];
  }

  lastBytes(): Uint8Array {
    return Uint8Array.from(this.tail.slice(-tailBytes));
  }

  get hasNews(): boolean {
    return this.waiting.length > 0 || this.restarted !== null;
  }

  /** What is new since the last call. */
  take(): { restarted: Uint8Array | null; bytes: Uint8Array; skippedBytes: number } {
    const news = { restarted: this.restarted, bytes: Uint8Array.from(this.waiting), skippedBytes: this.skipped };
    this.restarted = null;
    this.waiting = [];
    this.skipped = 0;
    return news;
  }
}
