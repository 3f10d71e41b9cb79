/**
 * Where a host dies when a lesson asks for an exact moment: with a reply to the client in its hands. Paper section 2.2 is
 * about what happens then. Must not know why somebody wants it.
 */

/** `before-output`: the reply may leave but has not left. `after-output`: it has left, and nothing more does. */
export type CrashPoint = 'before-output' | 'after-output';
export const crashPoints = ['before-output', 'after-output'] as const;

const ethernetBytes = 14;
const ipv4 = 0x0800;
const tcp = 6;
const udp = 17;

/** Whether a frame carries data of a service to a client: a TCP segment with data, or a datagram. */
export function carriesReply(frame: Uint8Array): boolean {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < ethernetBytes + 20 || view.getUint16(12) !== ipv4) return false;
  const headerBytes = (view.getUint8(ethernetBytes) & 15) * 4;
  const protocol = view.getUint8(ethernetBytes + 9);
  if (protocol === udp) return true;
  const payloadAt = ethernetBytes + headerBytes;
  if (protocol !== tcp || frame.length < payloadAt + 20) return false;
  const tcpHeaderBytes = (view.getUint8(payloadAt + 12) >> 4) * 4;
  return view.getUint16(ethernetBytes + 2) > headerBytes + tcpHeaderBytes;
}
