/**
 * Where a host dies when a lesson asks for an exact moment: with a reply to the client in its hands, or a write under way.
 * Paper sections 2.2 and 3.4 are about what happens then. Must not know why somebody wants it.
 */

export const crashPoints = ['reply-made', 'before-output', 'after-output', 'write-issued'] as const;
/**
 * `reply-made`: its VM has made the reply, and the log of that has not left. `before-output`: the reply may leave but has not
 * left. `after-output`: it has left, and nothing more does. `write-issued`: a disk write has left for the storage.
 */
export type CrashPoint = (typeof crashPoints)[number];

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
