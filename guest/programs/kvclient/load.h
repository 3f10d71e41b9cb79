/* load.h - what kvclient asks: timed requests on its connections, single requests, and datagrams.
 * It keeps at most one request waiting for its reply on each connection. */
#pragma once
#include "../sys.h"

enum verb { INCR, SET, GET, MIX };

/* Requests a second on each of so many connections; rate 0: as fast as replies come. */
void load_start(u32 rate, int connections, enum verb verb);
void load_stop(void);
/* One request on connection 0, as soon as it is free. */
void load_request(const char *text);
/* A datagram now; and datagrams at a rate (0: none). */
void load_datagram(const char *text);
void load_datagrams(u32 rate);
/* Sends what is due. Returns how many milliseconds poll may wait, -1: for ever. */
int load_send_due(u32 now);
/* A reply has come on a connection. */
void load_reply(int link, const char *text);
/* Reports each datagram that has arrived, duplicates too. */
void load_read_datagrams(void);
/* How many connections are wanted: never fewer than once asked for, since connections are kept. */
int load_connections(void);
int load_datagram_file(void);
