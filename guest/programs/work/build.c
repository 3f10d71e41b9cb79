/* build.c - like a compilation: many short processes, pipes and small files.
 * A unit writes a source file, has a shell pipe it through three programs, checks what comes out, and removes it. */
#include "work.h"

#define LINES 40

static const char *directory(void) {
	int fd = open("/data/.", O_RDONLY, 0);
	if (fd >= 0) close(fd);
	return fd >= 0 ? "/data" : "/tmp";
}

/* Writes "line N of UNIT" for N from 0 to LINES - 1. */
static int write_source(const char *path, u32 unit) {
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0) return 0;
	for (int i = 0; i < LINES; i++) {
		struct line line = { 0, "" };
		add(&line, "line ");
		add_number(&line, i);
		add(&line, " of ");
		add_number(&line, (long)unit);
		put(&line, fd);
	}
	close(fd);
	return 1;
}

/* Runs a shell command; its output as a number, -1 when it could not be run. */
static long output_of(const char *command) {
	char *arguments[] = { "sh", "-c", (char *)command, 0 }, *environment[] = { "PATH=/bin", 0 };
	char text[32];
	int ends[2], length = 0, n, status = 0, child;
	if (pipe(ends) < 0) return -1;
	child = fork();
	if (child < 0) return -1;
	if (!child) {
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		execve("/bin/sh", arguments, environment);
		exit(127);
	}
	close(ends[1]);
	while (length < (int)sizeof text - 1 && (n = read(ends[0], text + length, sizeof text - 1 - length)) > 0) length += n;
	text[length] = 0;
	close(ends[0]);
	waitpid(child, &status, 0);
	return status || !length ? -1 : number(text);
}

void work_build(struct run *run) {
	struct line source = { 0, "" }, command = { 0, "" };
	add(&source, directory());
	add(&source, "/build.c");
	add(&command, "cat ");
	add(&command, source.text);
	add(&command, " | tr a-z A-Z > /tmp/build.o && grep -c LINE /tmp/build.o");
	while (goes_on(run)) {
		run->ok = write_source(source.text, run->units) && output_of(command.text) == LINES;
		run->units++;
	}
	unlink(source.text);
	unlink("/tmp/build.o");
}
