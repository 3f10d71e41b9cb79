/**
 * What was on the switch since the last report: the newest frames, and counts of all. Frames are taken apart only when
 * they are reported, so that a busy network costs little. Must not know how a frame got here.
 */
import type { PacketRow } from '../../lab/model.ts';
import { serviceAddress } from '../../network/addresses.ts';
import { decodeFrame } from '../packets/decode-frame.ts';
import { ipNumber, tcpFrameOf } from '../packets/tcp-frame.ts';
import type { SwitchPortId } from '../switch/learning-switch.ts';
import { TcpFlows } from './tcp-flows.ts';

/** Frames kept between two reports; when more come, the oldest are skipped and counted. */
const frameCapacity = 128;
/** Bytes of a frame that are reported; headers are always within. */
const shownBytes = 256;

interface CapturedFrame {
  readonly id: number;
  readonly labMs: number;
  readonly from: SwitchPortId;
  readonly to: readonly SwitchPortId[];
  readonly frame: Uint8Array;
  readonly repeated: boolean;
}

const serviceIp = ipNumber(serviceAddress.ip);

export class Capture {
  /** Frames ever seen. */
  total = 0;
  retransmissionsFromService = 0;
  /** From the client, or any other machine. */
  retransmissionsToService = 0;
  private readonly flows = new TcpFlows();
  private kept: CapturedFrame[] = [];
  private skipped = 0;

  add(frame: Uint8Array, from: SwitchPortId, to: readonly SwitchPortId[], labMs: number): void {
    const segment = tcpFrameOf(frame);
    const repeated = segment !== null && this.flows.isRepeated(segment);
    if (repeated && segment.sourceIp === serviceIp) this.retransmissionsFromService++;
    else if (repeated) this.retransmissionsToService++;
    this.kept.push({ id: ++this.total, labMs, from, to, frame, repeated });
    if (this.kept.length <= frameCapacity) return;
    this.kept.shift();
    this.skipped++;
  }

  /** The frames since the last call, oldest first, and how many were left out before them. */
  take(): { readonly packets: PacketRow[]; readonly skipped: number } {
    const packets = this.kept.map(rowOf);
    const { skipped } = this;
    this.kept = [];
    this.skipped = 0;
    return { packets, skipped };
  }
}

function rowOf({ id, labMs, from, to, frame, repeated }: CapturedFrame): PacketRow {
  const { summary, layers } = decodeFrame(frame);
  return { id, labMs, from, to, bytes: frame.slice(0, shownBytes), summary, layers, repeated };
}
