/**
 * Hands a console's output to a terminal no faster than it can be drawn: a guest that floods its console must not stop the page.
 * What nobody could read any more is left out of the drawing, and a line says how much; the lab itself keeps what it keeps.
 * Knows nothing of xterm.js.
 */

/** What is written for one frame of the screen: several screens full. */
const bytesPerFrame = 16 * 1024;
/** More than a terminal's scrollback holds of ordinary lines. */
export const capacityUndrawnBytes = 192 * 1024;

export interface ConsoleWriterOptions {
  /** Calls back when the bytes have been taken in. */
  readonly write: (bytes: Uint8Array, done: () => void) => void;
  /** Calls back before the next frame of the screen. */
  readonly schedule: (task: () => void) => void;
}

export class ConsoleWriter {
  private readonly options: ConsoleWriterOptions;
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  private leftOutBytes = 0;
  private isWriting = false;

  constructor(options: ConsoleWriterOptions) {
    this.options = options;
  }

  add(bytes: Uint8Array): void {
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    while (this.waitingBytes > capacityUndrawnBytes) {
      // Only so much of the oldest: one report may carry more than fits, and its end is what is wanted.
      const oldest = this.waiting.shift()!;
      const over = Math.min(oldest.length, this.waitingBytes - capacityUndrawnBytes);
      if (over < oldest.length) this.waiting.unshift(oldest.subarray(over));
      this.waitingBytes -= over;
      this.leftOutBytes += over;
    }
    this.next();
  }

  /** Forgets what waits: another machine's console follows. */
  clear(): void {
    this.waiting = [];
    this.waitingBytes = 0;
    this.leftOutBytes = 0;
  }

  private next(): void {
    if (this.isWriting || (this.waiting.length === 0 && this.leftOutBytes === 0)) return;
    this.isWriting = true;
    this.options.write(this.take(), () =>
      this.options.schedule(() => {
        this.isWriting = false;
        this.next();
      }),
    );
  }

  private take(): Uint8Array {
    const parts = this.leftOutBytes > 0 ? [notice(this.leftOutBytes)] : [];
    this.leftOutBytes = 0;
    for (let room = bytesPerFrame; room > 0 && this.waiting.length > 0;) {
      const first = this.waiting.shift()!;
      const part = first.subarray(0, room);
      if (part.length < first.length) this.waiting.unshift(first.subarray(room));
      this.waitingBytes -= part.length;
      room -= part.length;
      parts.push(part);
    }
    return joined(parts);
  }
}

/** CAN first: it ends a control sequence of which the rest was left out. */
function notice(bytes: number): Uint8Array {
  return new TextEncoder().encode(
    `\u0018\u001b[0m\r\n[${bytes.toLocaleString('en')} bytes were too fast to be shown]\r\n`,
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
