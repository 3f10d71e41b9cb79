/**
 * Just enough of a TCP segment to follow its flow, read from the frame without taking it apart: every frame passes here,
 * while only those that somebody looks at are decoded. Returns null for whatever is no whole TCP segment.
 */

export interface TcpFrame {
  /** The same for all segments of one direction of one connection. */
  readonly flow: string;
  readonly sourceIp: number;
  readonly isSyn: boolean;
  readonly sequence: number;
  readonly payloadLength: number;
}

const etherTypeIpv4 = 0x0800;
const protocolTcp = 6;
const ethernetBytes = 14;

export function tcpFrameOf(frame: Uint8Array): TcpFrame | null {
  if (frame.length < ethernetBytes + 40) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (view.getUint16(12) !== etherTypeIpv4 || view.getUint8(14) >> 4 !== 4 || view.getUint8(23) !== protocolTcp)
    return null;
  // A later fragment has no TCP header.
  if ((view.getUint16(20) & 0x1fff) !== 0) return null;
  const tcpAt = ethernetBytes + (view.getUint8(14) & 15) * 4;
  const endsAt = ethernetBytes + view.getUint16(16);
  if (tcpAt + 20 > frame.length || endsAt > frame.length) return null;
  const payloadLength = endsAt - tcpAt - (view.getUint8(tcpAt + 12) >> 4) * 4;
  if (payloadLength < 0) return null;
  const sourceIp = view.getUint32(26);
  return {
    flow: `${sourceIp}:${view.getUint16(tcpAt)}>${view.getUint32(30)}:${view.getUint16(tcpAt + 2)}`,
    sourceIp,
    isSyn: (view.getUint8(tcpAt + 13) & 2) !== 0,
    sequence: view.getUint32(tcpAt + 4),
    payloadLength,
  };
}

/** "10.0.0.10" as the number that a frame has. */
export function ipNumber(ip: string): number {
  return ip.split('.').reduce((number, part) => number * 256 + Number(part), 0);
}
