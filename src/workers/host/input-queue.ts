/**
 * Console bytes and packets that came for the VM and wait until its devices have room: 16 bytes in a UART, receive buffers
 * in the network card. Only what fits is offered to the protocol, so nothing is logged that the guest could not take.
 * Must not know roles. Full: packets are dropped as a real card does, console bytes are refused.
 */
import type { Input } from '../../ft/input.ts';

const capacityConsoleBytes = 64 * 1024;
const capacityPackets = 512;

/** What the machine can take before its next frame. */
export interface Room {
  readonly consoleBytes: number;
  readonly packets: number;
}

export class InputQueue {
  private typed: number[] = [];
  private packets: Uint8Array[] = [];
  droppedPackets = 0;
  refusedBytes = 0;

  type(bytes: Uint8Array): void {
    const room = capacityConsoleBytes - this.typed.length;
    this.refusedBytes += Math.max(0, bytes.length - room);
    for (const byte of bytes.subarray(0, room)) this.typed.push(byte);
  }

  receive(frame: Uint8Array): void {
    if (this.packets.length < capacityPackets) this.packets.push(frame);
    else this.droppedPackets++;
  }

  get isEmpty(): boolean {
    return this.typed.length === 0 && this.packets.length === 0;
  }

  /** Whether `take` would find something. */
  fits(room: Room): boolean {
    return (this.typed.length > 0 && room.consoleBytes > 0) || (this.packets.length > 0 && room.packets > 0);
  }

  /** Takes what fits. */
  take(room: Room): Input[] {
    const inputs: Input[] = [];
    if (this.typed.length > 0 && room.consoleBytes > 0)
      inputs.push({ kind: 'console-input', port: 0, bytes: Uint8Array.from(this.typed.splice(0, room.consoleBytes)) });
    for (const frame of this.packets.splice(0, room.packets)) inputs.push({ kind: 'packet-received', frame });
    return inputs;
  }

  /** A host whose VM is not live has no use for them. */
  clear(): void {
    this.typed = [];
    this.packets = [];
  }
}
