/* kvclient - the client machine's application: asks kvd, and tells the second serial port of every request and reply.
 * This file reads the commands and waits; link.c keeps the connections, load.c decides what to send. */
#include "../sys.h"
#include "../text.h"
#include "link.h"
#include "load.h"
#include "report.h"

static enum verb verb_of(const char *name) {
	return same(name, "SET") ? SET : same(name, "GET") ? GET : same(name, "MIX") ? MIX : INCR;
}

static void obey(char *rest) {
	const char *command = word(&rest);
	if (same(command, "start")) {
		u32 rate = (u32)number(word(&rest));
		int connections = (int)number(word(&rest));
		load_start(rate, connections, verb_of(word(&rest)));
	} else if (same(command, "stop")) load_stop();
	else if (same(command, "request")) load_request(rest);
	else if (same(command, "udp")) load_datagram(rest);
	else if (same(command, "udpstart")) load_datagrams((u32)number(word(&rest)));
	else if (same(command, "udpstop")) load_datagrams(0);
	else if (same(command, "server")) {
		server_ip = ip_address(word(&rest));
		for (int i = 0; i < LINKS; i++) { link_lose(i, "told to use another server"); links[i].since_ms = 0; }
	} else if (*command) report_refused("commands: start stop request udp udpstart udpstop server");
}

static void read_commands(int port) {
	static char command[LINE];
	static int length;
	char data[256];
	int n = read(port, data, sizeof data);
	for (int i = 0; i < n; i++) {
		if (data[i] != '\n' && data[i] != '\r') { if (length < LINE - 1) command[length++] = data[i]; continue; }
		command[length] = 0;
		length = 0;
		obey(command);
	}
}

int main(int count, char **arguments) {
	struct pollfd set[LINKS + 2];
	int port = report_open();
	if (port < 0) { say(2, "kvclient: no second serial port, so nothing to report to"); return 0; }
	server_ip = ip_address(count > 1 ? arguments[1] : "10.0.0.10");
	report_ready();
	for (;;) {
		u32 now = now_ms();
		int wanted = load_connections();
		for (int i = 0; i < wanted; i++) link_advance(i, now);
		int wait = load_send_due(now);
		for (int i = 0; i < LINKS; i++) set[i] = link_poll(i);
		set[LINKS] = (struct pollfd){ port, POLLIN, 0 };
		set[LINKS + 1] = (struct pollfd){ load_datagram_file(), POLLIN, 0 };
		if (poll(set, LINKS + 2, wait) <= 0) continue;
		for (int i = 0; i < LINKS; i++)
			if (set[i].revents) link_ready(i, now_ms(), load_reply);
		if (set[LINKS + 1].revents) load_read_datagrams();
		if (set[LINKS].revents) read_commands(port);
	}
}
