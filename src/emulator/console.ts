/**
 * The guest's serial ports. Bytes from outside go into the UART's receive FIFO between frames; v86's FIFO is unbounded and
 * a real one has 16 bytes, so this file gives it that capacity. Whoever sends more than `room` gets an error: the host
 * queues, since the host also has to log. Must not know: the log, terminals.
 */
import type { V86Instance } from './v86-build.ts';

export type ConsolePort = 0 | 1;
export const consolePorts: readonly ConsolePort[] = [0, 1];

/** The receive FIFO of a 16550A. */
export const consoleFifoBytes = 16;

export class Consoles {
  readonly #emulator: V86Instance;

  constructor(emulator: V86Instance, written: (port: ConsolePort, byte: number) => void) {
    this.#emulator = emulator;
    for (const port of consolePorts)
      emulator.add_listener(`serial${port}-output-byte`, (byte: number) => written(port, byte));
  }

  #fifo(port: ConsolePort): number[] {
    const { uart0, uart1 } = this.#emulator.v86.cpu.devices;
    return port === 0 ? uart0.input : uart1.input;
  }

  /** How many bytes the port takes now. */
  room(port: ConsolePort): number {
    return Math.max(0, consoleFifoBytes - this.#fifo(port).length);
  }

  /** Puts bytes into the port's FIFO. Throws RangeError when there are more than `room`. */
  deliver(port: ConsolePort, bytes: Uint8Array): void {
    const room = this.room(port);
    if (bytes.length > room)
      throw new RangeError(
        `console ${port} has room for ${room} bytes, not ${bytes.length}: deliver the rest after a frame`,
      );
    this.#emulator.serial_send_bytes(port, bytes);
  }

  /** The bytes that v86's saved state leaves out. */
  fifos(): number[][] {
    return consolePorts.map((port) => [...this.#fifo(port)]);
  }

  /** Puts them back; the UART's line status and interrupt are in v86's state already. */
  restore(fifos: readonly (readonly number[])[]): void {
    for (const port of consolePorts) this.#fifo(port).push(...(fifos[port] ?? []));
  }
}
