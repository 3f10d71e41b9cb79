/**
 * One Ethernet frame: "who has the guest's address?". Small enough to see packets go in and come out.
 * Must not know: machines.
 */

const broadcast = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const asker = [0x52, 0x54, 0x00, 0x00, 0x00, 0x02];
const unknown = [0, 0, 0, 0, 0, 0];
const etherTypeArp = [0x08, 0x06];
/** Ethernet, IPv4, address lengths 6 and 4, request. */
const request = [0, 1, 0x08, 0x00, 6, 4, 0, 1];

/** An ARP request from 10.0.0.2, padded to Ethernet's minimum of 60 bytes. */
export function arpRequest(address: readonly [number, number, number, number]): Uint8Array {
  const frame = new Uint8Array(60);
  frame.set([...broadcast, ...asker, ...etherTypeArp, ...request, ...asker, 10, 0, 0, 2, ...unknown, ...address]);
  return frame;
}

/** Whether a frame is an ARP reply. */
export function isArpReply(frame: Uint8Array): boolean {
  return frame[12] === 0x08 && frame[13] === 0x06 && frame[21] === 2;
}
