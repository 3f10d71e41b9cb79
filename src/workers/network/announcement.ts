/**
 * The frame that tells a switch where a machine is now. A hypervisor sends it at go-live, so that the switch's table moves
 * to the new port at once (paper section 2.3: "advertises the new location of the VM on the network").
 * It is made outside the VM, hence it is neither an input nor an output of it. Must not know the switch or the protocol.
 */

const etherTypeArp = 0x0806;

/**
 * A gratuitous ARP request, broadcast, 60 bytes with padding.
 * @param mac "52:54:00:00:00:10"
 * @param ip "10.0.0.10"
 * @throws RangeError when either address is not one.
 */
export function announcementFrame(mac: string, ip: string): Uint8Array {
  const hardware = numbers(
    mac.split(':').map((part) => parseInt(part, 16)),
    6,
    `MAC address ${mac}`,
  );
  const protocol = numbers(ip.split('.').map(Number), 4, `IPv4 address ${ip}`);
  const frame = new Uint8Array(60);
  frame.fill(0xff, 0, 6);
  frame.set(hardware, 6);
  frame.set([etherTypeArp >> 8, etherTypeArp & 255, 0, 1, 8, 0, 6, 4, 0, 1], 12);
  frame.set(hardware, 22);
  frame.set(protocol, 28);
  // The target's hardware address is what is asked for and stays zero; the target is the sender itself.
  frame.set(protocol, 38);
  return frame;
}

function numbers(parts: readonly number[], count: number, what: string): readonly number[] {
  if (parts.length === count && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255)) return parts;
  throw new RangeError(`${what} is not valid.`);
}
