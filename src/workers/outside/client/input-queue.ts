/**
 * Bytes and frames on their way into the client machine. They enter between two frames only, and never more than its
 * devices have room for. Must not know pacing.
 */
import type { Machine } from '../../../emulator/machine.ts';

/** Frames that wait for a receive buffer; more are dropped and counted, as a network card does. */
const frameCapacity = 256;
/** Typed bytes that wait; more are dropped, as a serial line does. */
const consoleCapacity = 16_384;

export class InputQueue {
  droppedFrames = 0;
  private frames: Uint8Array[] = [];
  private readonly bytes: readonly [number[], number[]] = [[], []];

  addFrame(frame: Uint8Array): void {
    if (this.frames.length < frameCapacity) this.frames.push(frame);
    else this.droppedFrames++;
  }

  addConsole(port: 0 | 1, bytes: Uint8Array): void {
    const queue = this.bytes[port];
    for (const byte of bytes.subarray(0, consoleCapacity - queue.length)) queue.push(byte);
  }

  /** Delivers as much as there is room for. @returns whether something was delivered. */
  deliverTo(machine: Machine): boolean {
    const frames = this.frames.splice(0, machine.packetRoom);
    for (const frame of frames) machine.deliver({ kind: 'packet-received', frame });
    let isDelivered = frames.length > 0;
    for (const port of [0, 1] as const) {
      const bytes = this.bytes[port].splice(0, machine.consoleRoom(port));
      if (bytes.length === 0) continue;
      machine.deliver({ kind: 'console-input', port, bytes: Uint8Array.from(bytes) });
      isDelivered = true;
    }
    return isDelivered;
  }
}
