/* text.h - strings and numbers for programs without a C library. */
#pragma once
#include "sys.h"

static inline int length_of(const char *text) {
	int n = 0;
	while (text[n]) n++;
	return n;
}
static inline int same(const char *a, const char *b) {
	while (*a && *a == *b) a++, b++;
	return *a == *b;
}
/* Copies at most size - 1 characters and ends them with 0; returns how many. */
static inline int copy(char *to, const char *from, int size) {
	int n = 0;
	while (from[n] && n < size - 1) { to[n] = from[n]; n++; }
	to[n] = 0;
	return n;
}
/* Writes a number's digits and a 0; returns how many digits. The buffer holds at least 12 characters. */
static inline int digits(char *to, long value) {
	char reversed[12];
	int n = 0, length = 0;
	u32 rest = value < 0 ? 0u - (u32)value : (u32)value;
	do reversed[n++] = '0' + rest % 10; while (rest /= 10);
	if (value < 0) to[length++] = '-';
	while (n) to[length++] = reversed[--n];
	to[length] = 0;
	return length;
}
static inline long number(const char *text) {
	long value = 0;
	int negative = *text == '-';
	for (text += negative; *text >= '0' && *text <= '9'; text++) value = value * 10 + (*text - '0');
	return negative ? -value : value;
}
/* Takes the next word off a line: ends it with 0, and moves the line past it. */
static inline char *word(char **line) {
	char *start = *line, *end;
	while (*start == ' ') start++;
	for (end = start; *end && *end != ' '; end++) ;
	if (*end) *end++ = 0;
	*line = end;
	return start;
}
/* "10.0.0.2" as the network's byte order has it. */
static inline u32 ip_address(const char *text) {
	u32 ip = 0;
	for (int part = 0; part < 4; part++) {
		ip |= (u32)(number(text) & 255) << (8 * part);
		while (*text && *text != '.') text++;
		if (*text) text++;
	}
	return ip;
}

/* One line of output, put together piece by piece and written by a single call, so that lines never mix. */
struct line { int length; char text[256]; };
static inline void add(struct line *line, const char *text) {
	line->length += copy(line->text + line->length, text, (int)sizeof line->text - 1 - line->length);
}
static inline void add_number(struct line *line, long value) {
	char text[12];
	digits(text, value);
	add(line, text);
}
static inline void put(struct line *line, int fd) {
	line->text[line->length++] = '\n';
	(void)write(fd, line->text, line->length);
	line->length = 0;
}
static inline void say(int fd, const char *text) {
	struct line line = { 0, "" };
	add(&line, text);
	put(&line, fd);
}
