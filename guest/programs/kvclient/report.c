/* report.c - see report.h. Reports are collected, because each write to a serial port costs an interrupt and more. */
#include "report.h"
#include "../text.h"

#define TCGETS 0x5401
#define TCSETS 0x5402

static int port = 1;
static char waiting[4096];
static int waiting_bytes;

int report_open(void) {
	struct { u32 input, output, control, local; u8 line, characters[19]; } terminal;
	int result, fd = open("/dev/ttyS1", O_RDWR | O_NOCTTY, 0);
	if (fd < 0) return fd;
	if ((result = ioctl(fd, TCGETS, &terminal)) < 0) return result;
	terminal.input = 0;
	terminal.output = 0;
	terminal.local = 0;
	terminal.control = 0x8bf;       /* 8 data bits, receiver on, no modem lines, 38400: the emulated port sends at once anyway */
	terminal.characters[5] = 0;     /* VTIME */
	terminal.characters[6] = 1;     /* VMIN */
	if ((result = ioctl(fd, TCSETS, &terminal)) < 0) return result;
	return port = fd;
}

static void report(const char *kind, u32 id, int link, const char *text) {
	struct line line = { 0, "" };
	add(&line, kind);
	if (id) { add(&line, " "); add_number(&line, (long)id); }
	if (link >= 0) { add(&line, " "); add_number(&line, link); }
	if (*text) { add(&line, " "); add(&line, text); }
	add(&line, "\n");
	if (waiting_bytes + line.length > (int)sizeof waiting) report_flush();
	memcpy(waiting + waiting_bytes, line.text, (u32)line.length);
	waiting_bytes += line.length;
}

void report_flush(void) {
	if (waiting_bytes) (void)write(port, waiting, waiting_bytes);
	waiting_bytes = 0;
}

void report_ready(void) { report("I", 0, -1, "ready"); }
void report_connected(int link) { report("C", 0, link, ""); }
void report_lost(int link, const char *reason) { report("X", 0, link, reason); }
void report_request(u32 id, int link, const char *text) { report("Q", id, link, text); }
void report_reply(u32 id, int link, const char *text) { report("R", id, link, text); }
void report_datagram_sent(u32 id, const char *text) { report("V", id, -1, text); }
void report_datagram_received(u32 id, const char *text) { report("U", id, -1, text); }
void report_refused(const char *why) { report("E", 0, -1, why); }
