/* report.h - kvclient's reports, one line each on the second serial port; guest/README.md lists them. */
#pragma once
#include "../sys.h"

/* Opens /dev/ttyS1 for reports and commands, raw: no echo, no line editing. Returns its file, or a negative error. */
int report_open(void);
/* Writes what has been reported since the last time. */
void report_flush(void);
void report_ready(void);
void report_connected(int link);
void report_lost(int link, const char *reason);
void report_request(u32 id, int link, const char *text);
void report_reply(u32 id, int link, const char *text);
void report_datagram_sent(u32 id, const char *text);
void report_datagram_received(u32 id, const char *text);
void report_refused(const char *why);
