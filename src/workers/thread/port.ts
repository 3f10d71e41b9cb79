/**
 * One way to talk over a MessagePort, a Worker or the thread's own global, in a browser and under Node.
 * Must not know what is said. A receiver installs its handler before anything can be sent, so nothing is lost.
 */

/** The part that a browser's MessagePort, Worker and worker scope, and Node's MessagePort and Worker, have in common. */
interface Postable {
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
}
interface Emitter {
  on(event: 'message', handler: (message: unknown) => void): void;
}
interface EventTargetLike {
  onmessage: ((event: { data: unknown }) => void) | null;
}

export interface Port<Send, Receive> {
  send(message: Send, transfer?: readonly Transferable[]): void;
  receive(handler: (message: Receive) => void): void;
  close(): void;
}

/** A port that may be handed to another thread, as `MessageChannel` makes it. */
export type RawPort = MessagePort;

/** Wraps anything that posts messages. Types are the two sides' agreement; what comes from a guest is checked by its reader. */
export function portOf<Send, Receive>(raw: unknown): Port<Send, Receive> {
  const target = raw as Postable & Partial<Emitter> & Partial<EventTargetLike> & { close?(): void; start?(): void };
  return {
    send: (message, transfer) => target.postMessage(message, transfer ?? []),
    receive: (handler) => {
      // Node's ports and workers are emitters too; their own event is the one that keeps no wrapper object alive.
      if (typeof target.on === 'function') target.on('message', (message) => handler(message as Receive));
      else target.onmessage = (event) => handler(event.data as Receive);
      target.start?.();
    },
    close: () => target.close?.(),
  };
}

/** Below this, copying costs less than handing memory over. */
const leastTransferredBytes = 8192;

/** What to hand over with a message instead of copying it: the memory of bytes that nobody else looks at. */
export function handedOver(bytes: Uint8Array): readonly Transferable[] {
  const isWhole = bytes.byteLength === bytes.buffer.byteLength;
  return isWhole && bytes.byteLength >= leastTransferredBytes ? [bytes.buffer as ArrayBuffer] : [];
}
