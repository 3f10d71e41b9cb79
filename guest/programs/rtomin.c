/* rtomin DEVICE ADDRESS/PREFIX MILLISECONDS - sets TCP's shortest retransmission timeout on a device's own network, as
 * `ip route change NET dev DEVICE rto_min MILLISECONDSms` does; busybox's ip cannot. Linux' default of 200 ms is meant
 * for the Internet: on a network with sub-millisecond round trips it is most of what a client waits after a failover. */
#include "text.h"

#define RTM_NEWROUTE 24
#define REQUEST_REPLACE_ACK (1 | 4 | 0x100)
#define RTA_DST 1
#define RTA_OIF 4
#define RTA_PREFSRC 7
#define RTA_METRICS 8
#define RTAX_LOCK 1
#define RTAX_RTO_MIN 13
#define SIOCGIFINDEX 0x8933

static struct { u32 length; u16 type, flags; u32 sequence, port;
	u8 family, to_bits, from_bits, service, table, protocol, scope, kind; u32 route_flags; u32 attributes[16]; } request;

static void attribute(u16 type, u32 value) {
	u32 *at = (u32 *)(void *)((u8 *)&request + request.length);
	at[0] = (u32)type << 16 | 8;
	at[1] = value;
	request.length += 8;
}

int main(int count, char **arguments) {
	struct { char name[16]; int index; char rest[12]; } device = { "", 0, "" };
	struct { u32 length; u16 type, flags; u32 sequence, port; int error; u8 rest[256]; } answer;
	if (count < 4) { say(2, "usage: rtomin DEVICE ADDRESS/PREFIX MILLISECONDS"); return 2; }
	const char *prefix = arguments[2];
	while (*prefix && *prefix != '/') prefix++;
	u32 ip = ip_address(arguments[2]), bits = *prefix ? (u32)number(prefix + 1) & 31 : 24;
	u32 mask = (1u << bits) - 1; /* for whole bytes it is the same in network order */
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	copy(device.name, arguments[1], sizeof device.name);
	if (bits % 8 || ioctl(fd, SIOCGIFINDEX, &device) < 0) { say(2, "rtomin: no such device, or a prefix that is not 8, 16 or 24"); return 1; }
	request.length = 28;
	request.type = RTM_NEWROUTE;
	request.flags = REQUEST_REPLACE_ACK;
	request.family = AF_INET;
	request.to_bits = (u8)bits;
	request.table = 254;
	request.protocol = 2;   /* the kernel's own route, as `ip addr add` made it */
	request.scope = 253;    /* link */
	request.kind = 1;       /* unicast */
	attribute(RTA_DST, ip & mask);
	attribute(RTA_OIF, (u32)device.index);
	attribute(RTA_PREFSRC, ip);
	u32 metrics = request.length;
	attribute(RTA_METRICS, 0);
	request.length -= 4;
	attribute(RTAX_LOCK, 1u << RTAX_RTO_MIN);
	attribute(RTAX_RTO_MIN, (u32)number(arguments[3]));
	*(u16 *)(void *)((u8 *)&request + metrics) = (u16)(request.length - metrics);
	fd = socket(AF_NETLINK, SOCK_RAW, 0);
	answer.error = -1;
	if (send(fd, &request, request.length, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 20 || answer.error) { say(2, "rtomin: the kernel refused the route"); return 1; }
	return 0;
}
