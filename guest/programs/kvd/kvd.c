/* kvd - the service's database: keys with values and counters, on TCP port 7000 and UDP port 7001.
 *
 *   GET key | SET key value | INCR key | PING | QUIT | POISON        one request a line; replies "OK ...", "NIL", "ERR ..."
 *
 * Durable before it is answered: requests that arrive together are carried out, the log is synced once, and only then are
 * their replies sent. When the disk refuses, kvd ends without answering (its clients see the connection close, init
 * starts it again): an answer that is not true is the one thing a database must never give.
 *
 * UDP is the client that has no TCP to protect it: one datagram a request, one datagram back, and a request that is
 * delivered twice is carried out twice. A first word "#id" is repeated in the reply.
 *
 * POISON writes through a null pointer, on purpose. It stands for a bug in the guest: both replicas have it, at the same
 * instruction, and no replication of the machine protects from it. */
#include "../sys.h"
#include "../text.h"
#include "store.h"

#define TCP_PORT 7000
#define UDP_PORT 7001
#define CONNECTIONS 16
#define LINE 160
#define REPLIES 64

static struct { int fd, length; char text[LINE]; } connections[CONNECTIONS];
static struct reply { int fd, length, closes; struct address to; char text[LINE]; } replies[REPLIES];
static int waiting_replies;

/* Carries one request out; writes the reply. Returns 1 when the connection shall close after it. */
static int carry_out(char *request, char *reply) {
	char *verb = word(&request), *key = word(&request), value[VALUE_SIZE];
	const char *old;
	if (same(verb, "PING")) { copy(reply, "OK pong", LINE); return 0; }
	if (same(verb, "QUIT")) { copy(reply, "OK bye", LINE); return 1; }
	if (same(verb, "POISON")) *(volatile int *)0 = 1;
	if (!*key) { copy(reply, "ERR usage: GET key, SET key value, INCR key, PING, QUIT", LINE); return 0; }
	old = store_get(key);
	if (same(verb, "GET")) {
		copy(reply, old ? "OK " : "NIL", LINE);
		if (old) copy(reply + 3, old, LINE - 3);
		return 0;
	}
	if (same(verb, "SET")) copy(value, request, VALUE_SIZE);
	else if (same(verb, "INCR")) digits(value, (old ? number(old) : 0) + 1);
	else { copy(reply, "ERR unknown request", LINE); return 0; }
	if (store_put(key, value)) { copy(reply, "ERR key too long, or 512 keys in use", LINE); return 0; }
	copy(reply, "OK ", LINE);
	copy(reply + 3, value, LINE - 3);
	return 0;
}

static void close_connection(int fd) {
	for (int i = 0; i < CONNECTIONS; i++)
		if (connections[i].fd == fd) connections[i].fd = -1;
	close(fd);
}

/* Syncs, then sends what waits. A client that does not read its replies is dropped, so that it cannot hold up the others. */
static void flush_replies(void) {
	if (store_sync()) { say(2, "kvd: the disk refuses, so nothing can be answered"); exit(1); }
	for (int i = 0; i < waiting_replies; i++) {
		struct reply *reply = &replies[i];
		if (reply->to.family) sendto(reply->fd, reply->text, reply->length, MSG_DONTWAIT, &reply->to, sizeof reply->to);
		else if (send(reply->fd, reply->text, reply->length, MSG_DONTWAIT | MSG_NOSIGNAL) != reply->length || reply->closes) close_connection(reply->fd);
	}
	waiting_replies = 0;
}

static void serve(int fd, char *request, const struct address *from) {
	struct reply *reply;
	if (waiting_replies == REPLIES) flush_replies();
	reply = &replies[waiting_replies++];
	reply->fd = fd;
	reply->to.family = 0;
	reply->length = 0;
	if (from) reply->to = *from;
	if (from && *request == '#') {
		reply->length = copy(reply->text, word(&request), 24);
		reply->text[reply->length++] = ' ';
	}
	reply->closes = carry_out(request, reply->text + reply->length);
	reply->length = length_of(reply->text);
	if (reply->length > LINE - 1) reply->length = LINE - 1;
	reply->text[reply->length++] = '\n';
}

static void read_connection(int i) {
	char data[512];
	int fd = connections[i].fd, n = recv(fd, data, sizeof data, MSG_DONTWAIT);
	if (n == -EAGAIN || n == -EINTR) return;
	if (n <= 0) { flush_replies(); if (connections[i].fd == fd) close_connection(fd); return; }
	for (int j = 0; j < n && connections[i].fd == fd; j++) {
		if (data[j] == '\r') continue;
		if (data[j] != '\n') { if (connections[i].length < LINE - 1) connections[i].text[connections[i].length++] = data[j]; continue; }
		connections[i].text[connections[i].length] = 0;
		connections[i].length = 0;
		serve(fd, connections[i].text, 0);
	}
}

static void read_datagrams(int fd) {
	struct address from;
	char text[LINE];
	for (;;) {
		int size = sizeof from, n = recvfrom(fd, text, sizeof text - 1, MSG_DONTWAIT, &from, &size);
		if (n < 0) return;
		while (n && (text[n - 1] == '\n' || text[n - 1] == '\r')) n--;
		text[n] = 0;
		serve(fd, text, &from);
	}
}

static void accept_connection(int listener) {
	int i = 0, one = 1, fd = accept(listener);
	if (fd < 0) return;
	while (i < CONNECTIONS && connections[i].fd >= 0) i++;
	if (i == CONNECTIONS) { say(fd, "ERR 16 connections in use"); close(fd); return; }
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	connections[i].fd = fd;
	connections[i].length = 0;
}

int main(int count, char **arguments) {
	struct address at = { AF_INET, htons(UDP_PORT), 0, { 0 } };
	struct pollfd set[CONNECTIONS + 2];
	int listener = tcp_listen(TCP_PORT), datagrams = socket(AF_INET, SOCK_DGRAM, 0);
	(void)count, (void)arguments;
	if (listener < 0 || bind(datagrams, &at, sizeof at) < 0) { say(2, "kvd: ports 7000 and 7001 are not free"); return 1; }
	for (int i = 0; i < CONNECTIONS; i++) connections[i].fd = -1;
	if (store_open()) say(2, "kvd: no disk on /data, so keys live in memory only");
	flush_replies(); /* what opening the store has left to write */
	for (;;) {
		for (int i = 0; i < CONNECTIONS; i++) set[i] = (struct pollfd){ connections[i].fd, POLLIN, 0 };
		set[CONNECTIONS] = (struct pollfd){ listener, POLLIN, 0 };
		set[CONNECTIONS + 1] = (struct pollfd){ datagrams, POLLIN, 0 };
		if (poll(set, CONNECTIONS + 2, -1) < 0) continue;
		for (int i = 0; i < CONNECTIONS; i++)
			if (set[i].revents && set[i].fd >= 0) read_connection(i);
		if (set[CONNECTIONS + 1].revents) read_datagrams(datagrams);
		flush_replies();
		if (set[CONNECTIONS].revents) accept_connection(listener);
	}
}
