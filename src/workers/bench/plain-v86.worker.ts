/**
 * Stock v86 as anybody would run it: the package from npm with its own scheduler, its own disk in memory, its own JIT, in a
 * worker of its own. What the protected machine is measured against.
 * The only file outside src/emulator that imports v86, and it must not import src/emulator, which replaces global clocks.
 */
import { V86 } from 'v86';
import type { FramesMessage } from '../outside/messages.ts';
import { portOf } from '../thread/port.ts';
import { thisThread } from '../thread/this-thread.ts';
import type { FromPlain, PlainStart, ToPlain } from './messages.ts';

/** As for the protected machine: the smallest that v86 takes. */
const videoMemoryBytes = 256 * 1024;
const receiveQueue = 0;
/** As for our hosts; more is dropped. */
const mostFramesWaiting = 512;
const retryMs = 1;

/** What v86's type declaration leaves out. */
interface PlainEmulator {
  add_listener(event: string, listener: (value: never) => void): void;
  bus: { send(event: string, value: unknown): void };
  /** Once it has started. */
  v86?: {
    cpu: { devices: { virtio_net: { virtio: { queues: { enabled: boolean; count_requests(): number }[] } } } };
  };
  serial_send_bytes(port: number, bytes: Uint8Array): void;
  run(): Promise<void>;
  stop(): Promise<void>;
}

const page = thisThread<FromPlain, ToPlain>();
let emulator: PlainEmulator | undefined;

/** Calls `send` once with all that was added in the same turn: a message costs more than a byte or a frame. */
function collect<Item>(send: (items: Item[]) => void): (item: Item) => void {
  let items: Item[] = [];
  return (item) => {
    if (items.length === 0)
      queueMicrotask(() => {
        send(items);
        items = [];
      });
    items.push(item);
  };
}

function begin({ wasmModule, image, disk, commandLine, memoryBytes, network }: PlainStart): void {
  const started = new V86({
    autostart: true,
    acpi: false,
    disable_keyboard: true,
    disable_mouse: true,
    disable_speaker: true,
    memory_size: memoryBytes,
    vga_memory_size: videoMemoryBytes,
    uart1: true,
    net_device: { type: 'virtio' },
    preserve_mac_from_state_image: true,
    multiboot: { buffer: image.slice().buffer },
    cmdline: commandLine,
    hda: { buffer: disk.slice().buffer },
    wasm_fn: async (imports: WebAssembly.Imports) => (await WebAssembly.instantiate(wasmModule, imports)).exports,
  }) as unknown as PlainEmulator;
  emulator = started;
  const write = collect<number>((bytes) => page.send({ kind: 'console-written', bytes: Uint8Array.from(bytes) }));
  started.add_listener('serial0-output-byte', write);
  const cable = portOf<FramesMessage, FramesMessage>(network);
  const sendFrame = collect<Uint8Array>((frames) => cable.send({ kind: 'frames', frames }));
  started.add_listener('net0-send', (frame: Uint8Array) => sendFrame(frame.slice()));
  const deliver = queueFrames(started);
  cable.receive(({ frames }) => deliver(frames));
}

/**
 * Frames wait until the guest has buffers for them, as they do on our hosts. v86 by itself drops them, and TCP would spend
 * the benchmark waiting for its timeouts.
 */
function queueFrames(emulator: PlainEmulator): (frames: readonly Uint8Array[]) => void {
  const waiting: Uint8Array[] = [];
  let isScheduled = false;
  const room = (): number => {
    const queue = emulator.v86?.cpu.devices.virtio_net.virtio.queues[receiveQueue];
    return queue?.enabled === true ? queue.count_requests() : 0;
  };
  const pump = (): void => {
    isScheduled = false;
    for (const frame of waiting.splice(0, room())) emulator.bus.send('net0-receive', frame);
    if (waiting.length === 0) return;
    isScheduled = true;
    setTimeout(pump, retryMs);
  };
  return (frames) => {
    for (const frame of frames) if (waiting.length < mostFramesWaiting) waiting.push(frame);
    if (!isScheduled) pump();
  };
}

page.receive((message) => {
  if (message.kind === 'started') {
    try {
      begin(message);
    } catch (error) {
      page.send({ kind: 'plain-failed', reason: error instanceof Error ? error.message : String(error) });
    }
  } else if (message.kind === 'typed') emulator?.serial_send_bytes(0, message.bytes);
  else if (message.kind === 'resumed') void emulator?.run();
  else void emulator?.stop().then(() => page.send({ kind: 'was-paused' }));
});
