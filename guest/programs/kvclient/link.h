/* link.h - kvclient's TCP connections to the service: opened at once, kept for ever, opened again when lost.
 * Knows nothing of what is asked on them. */
#pragma once
#include "../sys.h"
#include "../text.h"

#define LINKS 16
#define LINE 160

enum phase { CLOSED, CONNECTING, OPEN };
struct link {
	enum phase phase;
	int fd;
	u32 since_ms;       /* when the present phase began */
	u32 request;        /* the request that waits for its reply, 0: none */
	u32 due_ms;         /* when the next timed request is due */
	int length;         /* of the reply read so far */
	char text[LINE];
};

extern struct link links[LINKS];
extern u32 server_ip;

/* Closes a connection and reports why. */
void link_lose(int i, const char *reason);
/* Moves connections 0 to wanted - 1 on: opens, finds out whether they opened, gives up and tries again. */
void link_advance(int i, u32 now);
/* What poll shall wait for on this connection. */
struct pollfd link_poll(int i);
/* Called when poll found something: reads, and calls reply() for each whole line. */
void link_ready(int i, u32 now, void (*reply)(int i, const char *text));
