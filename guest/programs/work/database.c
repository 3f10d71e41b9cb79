/* database.c - several connections to kvd, each with one request on the way: fsynced writes, or two reads for each write.
 * Every counter belongs to one connection, so it must go up by one with each write and be read back as written. */
#include "work.h"

#define PORT 7000
#define CONNECTIONS 15
#define REPLY 64

static struct { int fd, length, reads; long value; char text[REPLY]; } clients[CONNECTIONS];

static int ask(struct run *run, int i, int mixes) {
	struct line line = { 0, "" };
	clients[i].reads = mixes && run->units % 3 != 0 && clients[i].value >= 0;
	add(&line, clients[i].reads ? "GET work" : "INCR work");
	add_number(&line, i);
	line.text[line.length++] = '\n';
	return send(clients[i].fd, line.text, line.length, MSG_NOSIGNAL) == line.length;
}

/* Takes a whole reply; 1 when it is what it must be. A counter's first value is whatever the disk had. */
static int is_right(int i) {
	long value = number(clients[i].text + 3), expected = clients[i].value + (clients[i].reads ? 0 : 1);
	clients[i].text[2] = 0;
	int right = same(clients[i].text, "OK") && (clients[i].value < 0 || value == expected);
	clients[i].value = value;
	return right;
}

void work_database(struct run *run, u32 ip, int connections, const char *mix) {
	struct pollfd set[CONNECTIONS];
	int mixes = same(mix, "mix");
	if (connections < 1 || connections > CONNECTIONS) connections = CONNECTIONS;
	for (int i = 0; i < connections && run->ok; i++) {
		clients[i].value = -1;
		run->ok = (clients[i].fd = tcp_connect(ip, PORT)) >= 0 && ask(run, i, mixes);
		set[i] = (struct pollfd){ clients[i].fd, POLLIN, 0 };
	}
	while (goes_on(run)) {
		if (poll(set, (long)connections, 1000) <= 0) continue;
		for (int i = 0; i < connections && run->ok; i++) {
			char *text = clients[i].text;
			int length = clients[i].length;
			if (!set[i].revents) continue;
			int n = recv(clients[i].fd, text + length, REPLY - 1 - length, 0);
			if (n <= 0) { run->ok = 0; break; }
			clients[i].length = length += n;
			if (text[length - 1] != '\n') continue;
			text[length - 1] = 0;
			clients[i].length = 0;
			run->ok = is_right(i);
			run->units++;
			run->ok = run->ok && ask(run, i, mixes);
		}
	}
}
