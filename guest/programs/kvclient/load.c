/* load.c - see load.h. */
#include "load.h"
#include "../text.h"
#include "link.h"
#include "report.h"

#define DATAGRAM_PORT 7001
#define WAITING_REQUESTS 8
#define BACKLOG_MS 100       /* after a pause at most so much is made up for: a client does not send a storm */

static u32 next_id = 1, running, interval_ms, datagram_interval_ms, datagram_due_ms;
static int active = 1, wanted = 1, datagrams = -1, waiting;
static enum verb chosen;
static char requests[WAITING_REQUESTS][LINE];
static struct { int length; char text[LINE + 1]; } unsent[LINKS];

int load_connections(void) { return wanted; }
int load_datagram_file(void) { return datagrams; }
void load_stop(void) { running = 0; }

void load_start(u32 rate, int connections, enum verb verb) {
	active = connections < 1 ? 1 : connections > LINKS ? LINKS : connections;
	if (active > wanted) wanted = active;
	interval_ms = rate ? (rate > 1000 ? 1 : 1000 / rate) : 0;
	chosen = verb;
	running = 1;
	for (int i = 0; i < active; i++) links[i].due_ms = now_ms();
}

/* Reports a request and puts it down to be sent; see load_send_due. */
static void ask(int i, const char *text) {
	unsent[i].length = copy(unsent[i].text, text, LINE);
	unsent[i].text[unsent[i].length++] = '\n';
	links[i].request = next_id++;
	report_request(links[i].request, i, text);
}

static void send_unsent(void) {
	report_flush();
	for (int i = 0; i < wanted; i++) {
		if (!unsent[i].length) continue;
		if (send(links[i].fd, unsent[i].text, unsent[i].length, MSG_DONTWAIT | MSG_NOSIGNAL) != unsent[i].length) link_lose(i, "could not write");
		unsent[i].length = 0;
	}
}

static void add_key(struct line *line, const char *name, int i, int is_first_plain) {
	add(line, name);
	if (i || !is_first_plain) add_number(line, i);
}

/* MIX: one SET in three requests, on keys that all connections share, so that each reads what others wrote. */
static void send_timed(int i) {
	struct line line = { 0, "" };
	int reads = chosen == GET || (chosen == MIX && next_id % 3 != 0);
	if (chosen == INCR) { add(&line, "INCR "); add_key(&line, "hits", i, 1); }
	else if (reads) { add(&line, "GET "); add_key(&line, "k", chosen == MIX ? (int)(next_id / 3 % (u32)active) : i, 0); }
	else {
		add(&line, "SET ");
		add_key(&line, "k", chosen == MIX ? (int)(next_id / 3 % (u32)active) : i, 0);
		add(&line, " ");
		add_number(&line, (long)next_id);
	}
	ask(i, line.text);
}

void load_request(const char *text) {
	if (waiting == WAITING_REQUESTS) { report_refused("8 requests wait already"); return; }
	copy(requests[waiting++], text, LINE);
}

void load_datagram(const char *text) {
	struct address to = { AF_INET, htons(DATAGRAM_PORT), server_ip, { 0 } };
	struct line line = { 0, "#" };
	u32 id = next_id++;
	if (datagrams < 0) datagrams = socket(AF_INET, SOCK_DGRAM, 0);
	line.length = 1;
	add_number(&line, (long)id);
	add(&line, " ");
	add(&line, text);
	report_datagram_sent(id, text);
	report_flush();
	sendto(datagrams, line.text, line.length, MSG_DONTWAIT, &to, sizeof to);
}

void load_datagrams(u32 rate) {
	datagram_interval_ms = rate ? (rate > 1000 ? 1 : 1000 / rate) : 0;
	datagram_due_ms = now_ms();
}

void load_read_datagrams(void) {
	char data[LINE], *rest = data;
	for (;;) {
		int n = recv(datagrams, data, sizeof data - 1, MSG_DONTWAIT);
		if (n < 0) return;
		if (n && data[n - 1] == '\n') n--;
		data[n] = 0;
		rest = data;
		u32 id = *rest == '#' ? (u32)number(word(&rest) + 1) : 0;
		report_datagram_received(id, rest);
	}
}

void load_reply(int i, const char *text) {
	u32 id = links[i].request;
	links[i].request = 0;
	report_reply(id, i, text);
}

static int sooner(int wait, u32 due, u32 now) {
	int rest = (int)(due - now) < 0 ? 0 : (int)(due - now);
	return wait < 0 || rest < wait ? rest : wait;
}

/* Sends a timed request if it is due; says when poll shall wake for the next. */
static int send_timed_if_due(int i, u32 now, int wait) {
	struct link *link = &links[i];
	if (!interval_ms) { send_timed(i); return wait; }
	if ((int)(now - link->due_ms) >= 0) {
		if (now - link->due_ms > BACKLOG_MS) link->due_ms = now - BACKLOG_MS;
		link->due_ms += interval_ms;
		send_timed(i);
		return wait;
	}
	return sooner(wait, link->due_ms, now);
}

/* Reports go out before the requests they are about, and after the replies: in the history of the client a request must
 * not begin later, nor end sooner, than it did. */
int load_send_due(u32 now) {
	int wait = -1;
	for (int i = 0; i < wanted; i++) {
		if (links[i].phase != OPEN) { wait = sooner(wait, links[i].since_ms + 200, now); continue; }
		if (links[i].request) continue;
		if (i == 0 && waiting) {
			ask(0, requests[0]);
			waiting--;
			for (int k = 0; k < waiting; k++) copy(requests[k], requests[k + 1], LINE);
		} else if (running && i < active) wait = send_timed_if_due(i, now, wait);
	}
	send_unsent();
	if (datagram_interval_ms) {
		if ((int)(now - datagram_due_ms) >= 0) {
			if (now - datagram_due_ms > BACKLOG_MS) datagram_due_ms = now - BACKLOG_MS;
			datagram_due_ms += datagram_interval_ms;
			load_datagram("INCR atm");
		}
		wait = sooner(wait, datagram_due_ms, now);
	}
	return wait;
}
