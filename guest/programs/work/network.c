/* network.c - bulk TCP in both directions and small requests, against `work sink` on the other machine (port 7002).
 *
 * The first byte on a connection says what it is for: 'R' the sink receives a stream, checks it, and answers with the
 * number of KiB; 'T' it transmits until the connection closes; 'E' it sends each message of 64 bytes back. */
#include "work.h"

#define PORT 7002
#define BLOCK 16384
#define MESSAGE 64

static u8 block[BLOCK], received[BLOCK];

static void make_pattern(void) {
	for (u32 i = 0; i < BLOCK; i++) block[i] = (u8)(i * 7 + (i >> 8));
}

/* Reads exactly so much; 0 when the connection ended before. */
static int read_all(int fd, void *data, int size) {
	for (int got = 0, n; got < size; got += n)
		if ((n = recv(fd, (u8 *)data + got, size - got, 0)) <= 0) return 0;
	return 1;
}
static int send_all(int fd, const void *data, int size) {
	for (int sent = 0, n; sent < size; sent += n)
		if ((n = send(fd, (const u8 *)data + sent, size - sent, MSG_NOSIGNAL)) <= 0) return 0;
	return 1;
}
static int is_pattern(void) {
	const u32 *a = (const u32 *)(const void *)block, *b = (const u32 *)(const void *)received;
	for (u32 i = 0; i < BLOCK / 4; i++)
		if (a[i] != b[i]) return 0;
	return 1;
}
static int open_stream(u32 ip, char what) {
	int fd = tcp_connect(ip, PORT);
	make_pattern();
	return fd >= 0 && send_all(fd, &what, 1) ? fd : -1;
}

void work_send(struct run *run, u32 ip) {
	u32 counted = 0;
	int fd = open_stream(ip, 'R');
	run->ok = fd >= 0;
	while (goes_on(run)) {
		run->ok = send_all(fd, block, BLOCK);
		run->units += BLOCK / 1024;
	}
	shutdown(fd, SHUT_WR);
	run->ok = run->ok && read_all(fd, &counted, sizeof counted) && counted == run->units;
	close(fd);
}

void work_receive(struct run *run, u32 ip) {
	int fd = open_stream(ip, 'T');
	run->ok = fd >= 0;
	while (goes_on(run)) {
		run->ok = read_all(fd, received, BLOCK) && is_pattern();
		run->units += BLOCK / 1024;
	}
	close(fd);
}

void work_echo(struct run *run, u32 ip) {
	int fd = open_stream(ip, 'E');
	run->ok = fd >= 0;
	while (goes_on(run)) {
		u32 *first = (u32 *)(void *)block, *back = (u32 *)(void *)received;
		*first = run->units;
		run->ok = send_all(fd, block, MESSAGE) && read_all(fd, received, MESSAGE) && *back == run->units;
		run->units++;
	}
	close(fd);
}

/* One connection to the sink, in a process of its own. */
static void serve(int fd) {
	u32 kib = 0;
	char what = 0;
	make_pattern();
	if (!read_all(fd, &what, 1)) return;
	if (what == 'R') {
		while (read_all(fd, received, BLOCK) && is_pattern()) kib += BLOCK / 1024;
		send_all(fd, &kib, sizeof kib);
	} else if (what == 'T') while (send_all(fd, block, BLOCK)) ;
	else if (what == 'E') while (read_all(fd, received, MESSAGE) && send_all(fd, received, MESSAGE)) ;
}

int work_sink(void) {
	int listener = tcp_listen(PORT), status;
	if (listener < 0) { say(2, "work sink: port 7002 is not free"); return 1; }
	for (;;) {
		int fd = accept(listener);
		if (fd < 0) continue;
		if (!fork()) { close(listener); serve(fd); exit(0); }
		close(fd);
		while (waitpid(-1, &status, 1) > 0) ;
	}
}
