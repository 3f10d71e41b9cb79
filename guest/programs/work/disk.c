/* disk.c - sequential writes and reads past the page cache (O_DIRECT), so that every one reaches the drive. */
#include "work.h"

#define PATH "/data/work.bin"
#define BLOCK (64 * 1024)
#define BLOCKS 24

static u32 block[BLOCK / 4] __attribute__((aligned(4096)));

static void fill(u32 index, u32 round) {
	for (u32 i = 0; i < BLOCK / 4; i++) block[i] = i * 2654435761u + index * 40503u + round;
}
static int is_right(u32 index, u32 round) {
	for (u32 i = 0; i < BLOCK / 4; i++)
		if (block[i] != i * 2654435761u + index * 40503u + round) return 0;
	return 1;
}
static int transfer(int fd, u32 index, int writes) {
	lseek(fd, (long)(index * BLOCK), 0);
	return (writes ? write(fd, block, BLOCK) : read(fd, block, BLOCK)) == BLOCK;
}

void work_disk_write(struct run *run) {
	u32 index = 0, round = 0;
	int fd = open(PATH, O_RDWR | O_CREAT | O_TRUNC | O_DIRECT, 0644);
	run->ok = fd >= 0;
	while (goes_on(run)) {
		fill(index, round);
		run->ok = transfer(fd, index, 1);
		run->units += BLOCK / 1024;
		if (++index == BLOCKS) { index = 0; round++; run->ok = run->ok && fsync(fd) == 0; }
	}
	/* what was written last is what must be there: blocks before index are of this round, the others of the one before */
	for (u32 i = 0; run->ok && i < BLOCKS && (round || i < index); i++)
		run->ok = transfer(fd, i, 0) && is_right(i, i < index ? round : round - 1);
	close(fd);
	unlink(PATH);
}

void work_disk_read(struct run *run) {
	int fd = open(PATH, O_RDWR | O_CREAT | O_TRUNC | O_DIRECT, 0644);
	run->ok = fd >= 0;
	for (u32 i = 0; run->ok && i < BLOCKS; i++) { fill(i, 0); run->ok = transfer(fd, i, 1); }
	run->ok = run->ok && fsync(fd) == 0;
	run->start_ms = now_ms();
	for (u32 i = 0; goes_on(run); i = (i + 1) % BLOCKS) {
		run->ok = transfer(fd, i, 0) && is_right(i, 0);
		run->units += BLOCK / 1024;
	}
	close(fd);
	unlink(PATH);
}
