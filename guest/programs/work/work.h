/* work.h - what the workloads share: they run for a while, count what they did, and check that it was right. */
#pragma once
#include "../sys.h"
#include "../text.h"

/* A workload runs until its deadline and then says how much it did. */
struct run { const char *name; u32 start_ms, length_ms, units; int ok; };

static inline int goes_on(const struct run *run) { return run->ok && now_ms() - run->start_ms < run->length_ms; }

void work_cpu(struct run *run);
void work_build(struct run *run);
void work_disk_write(struct run *run);
void work_disk_read(struct run *run);
void work_send(struct run *run, u32 ip);
void work_receive(struct run *run, u32 ip);
void work_echo(struct run *run, u32 ip);
void work_database(struct run *run, u32 ip, int connections, const char *mix);
int work_sink(void);
