/**
 * The guest's virtio network card. Frames enter between two main-loop calls only, never while the guest runs: the paper's
 * "no asynchronous network updates" (3.5). Must not know: the switch, the log.
 */
import type { V86Instance, V86Queue } from './v86-build.ts';

const receiveQueue = 0;

export class NetworkCard {
  readonly #emulator: V86Instance;
  /** Frames that the guest had no buffer for, as on a real wire. The same on all replicas. */
  dropped = 0;

  constructor(emulator: V86Instance, sent: (frame: Uint8Array) => void) {
    this.#emulator = emulator;
    // v86 passes a view of its own buffer.
    emulator.add_listener('net0-send', (frame: Uint8Array) => sent(frame.slice()));
  }

  /** How many frames the guest has receive buffers for now; 0 until its driver is up. */
  get room(): number {
    const queue: V86Queue | undefined = this.#emulator.v86.cpu.devices.virtio_net.virtio.queues[receiveQueue];
    return queue?.enabled ? queue.count_requests() : 0;
  }

  /** Hands a frame to the guest, or drops it when there is no room. */
  deliver(frame: Uint8Array): void {
    if (this.room === 0) this.dropped++;
    else this.#emulator.bus.send('net0-receive', frame);
  }
}
