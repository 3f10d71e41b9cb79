/* link.c - see link.h. */
#include "link.h"
#include "report.h"

#define RETRY_MS 200          /* between attempts, and for how long one attempt may take */
#define SERVER_PORT 7000
#define PROBE_AFTER_S 2       /* a server that was switched off and on again forgot the connection; a probe makes it say so */
#define PROBES 127            /* unanswered ones are no reason to give up: a failover may take long */

struct link links[LINKS];
u32 server_ip;

static void enter(struct link *link, enum phase phase, u32 now) {
	link->phase = phase;
	link->since_ms = now;
}

void link_lose(int i, const char *reason) {
	struct link *link = &links[i];
	if (link->phase == CLOSED) return;
	close(link->fd);
	if (link->phase == OPEN) report_lost(i, reason);
	link->request = 0;
	link->length = 0;
	enter(link, CLOSED, now_ms());
}

static void begin_to_connect(struct link *link, u32 now) {
	struct address to = { AF_INET, htons(SERVER_PORT), server_ip, { 0 } };
	int one = 1;
	enter(link, CLOSED, now);
	link->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (link->fd < 0) return;
	setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	int after = PROBE_AFTER_S, probes = PROBES;
	setsockopt(link->fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof one);
	setsockopt(link->fd, IPPROTO_TCP, TCP_KEEPIDLE, &after, sizeof after);
	setsockopt(link->fd, IPPROTO_TCP, TCP_KEEPINTVL, &after, sizeof after);
	setsockopt(link->fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
	int result = connect(link->fd, &to, sizeof to);
	if (result < 0 && result != -EINPROGRESS) { close(link->fd); return; }
	enter(link, CONNECTING, now);
}

/* An attempt that takes long is given up: a fresh one sends a SYN at once, where TCP would wait 1, 2, 4 seconds. */
void link_advance(int i, u32 now) {
	struct link *link = &links[i];
	u32 age = now - link->since_ms;
	if (link->phase == CONNECTING && age >= RETRY_MS) { close(link->fd); begin_to_connect(link, now); }
	else if (link->phase == CLOSED && (!link->since_ms || age >= RETRY_MS)) begin_to_connect(link, now);
}

struct pollfd link_poll(int i) {
	struct link *link = &links[i];
	if (link->phase == CLOSED) return (struct pollfd){ -1, 0, 0 };
	return (struct pollfd){ link->fd, link->phase == CONNECTING ? POLLOUT : POLLIN, 0 };
}

static void finish_connecting(int i, u32 now) {
	struct link *link = &links[i];
	int error = 0, size = sizeof error;
	getsockopt(link->fd, SOL_SOCKET, SO_ERROR, &error, &size);
	if (error) { close(link->fd); enter(link, CLOSED, now); return; }
	enter(link, OPEN, now);
	link->due_ms = now;
	report_connected(i);
}

void link_ready(int i, u32 now, void (*reply)(int i, const char *text)) {
	struct link *link = &links[i];
	char data[512];
	if (link->phase == CONNECTING) { finish_connecting(i, now); return; }
	int n = recv(link->fd, data, sizeof data, MSG_DONTWAIT);
	if (n == -EAGAIN || n == -EINTR) return;
	if (n <= 0) {
		char reason[24] = "errno ";
		digits(reason + 6, -n);
		link_lose(i, n ? reason : "closed");
		return;
	}
	for (int j = 0; j < n; j++) {
		if (data[j] != '\n') { if (link->length < LINE - 1) link->text[link->length++] = data[j]; continue; }
		link->text[link->length] = 0;
		link->length = 0;
		reply(i, link->text);
	}
}
