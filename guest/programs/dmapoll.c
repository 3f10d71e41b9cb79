/* dmapoll FILE COUNT - sees when a disk read's data appears in memory, from a thread that the disk knows nothing of.
 *
 * One thread reads a block with O_DIRECT, so that the drive writes straight into a buffer that both threads share; the
 * other counts how often it can look before the data is there. The count is the instant, in instructions: on two
 * replicas it is the same only if both get the data at the same instruction (bounce buffers, section 3.4 of the paper).
 *
 *   DMAPOLL polls=N value=V          COUNT times */
#include "text.h"

#define BLOCK 4096
#define BLOCKS 16
#define NOT_YET 0xeeeeeeeeu
#define CLONE_VM_FILES 0x0d00          /* CLONE_VM | CLONE_FILES | CLONE_SIGHAND; CLONE_FS is not needed */

static volatile u32 buffer[BLOCK / 4] __attribute__((aligned(4096)));
static u32 source[BLOCK / 4] __attribute__((aligned(4096)));
static u8 stack[16384] __attribute__((aligned(16)));
static volatile int asked = -1, began = -1, done = -1;
static int file;

/* The reader: waits to be asked for a block, says that it begins, reads it. */
static void read_blocks(void) {
	for (int last = -1;; last = done) {
		while (asked == last) sched_yield();
		int block = asked;
		lseek(file, (block % BLOCKS) * BLOCK, 0);
		began = block;
		(void)read(file, (void *)buffer, BLOCK);
		done = block;
	}
}

/* A thread is a process with shared memory and a stack of its own; it never returns. */
static int start_thread(void) {
	int result;
	__asm__ volatile (
		"int $0x80\n\ttest %%eax,%%eax\n\tjnz 1f\n\txor %%ebp,%%ebp\n\tcall *%%edi\n\thlt\n1:"
		: "=a"(result) : "a"(120), "b"(CLONE_VM_FILES | 17), "c"(stack + sizeof stack), "d"(0), "S"(0), "D"(read_blocks) : "memory");
	return result;
}

static int write_file(const char *path) {
	file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_DIRECT, 0644);
	if (file < 0) return -1;
	for (u32 block = 0; block < BLOCKS; block++) {
		for (u32 i = 0; i < BLOCK / 4; i++) source[i] = block + 1;
		if (write(file, source, BLOCK) != BLOCK) return -1;
	}
	return fsync(file);
}

int main(int count, char **arguments) {
	int times = count > 2 ? (int)number(arguments[2]) : 10, thread;
	if (count < 2) { say(2, "usage: dmapoll FILE [COUNT]"); return 2; }
	if (write_file(arguments[1])) { say(2, "dmapoll: cannot write the file past the page cache; is it on a disk?"); return 1; }
	if ((thread = start_thread()) < 0) { say(2, "dmapoll: no thread"); return 1; }
	for (int i = 0; i < times; i++) {
		struct line line = { 0, "" };
		u32 polls = 0;
		for (u32 k = 0; k < BLOCK / 4; k++) buffer[k] = NOT_YET;
		asked = i;
		while (began != i) sched_yield();
		while (buffer[0] == NOT_YET) polls++;
		add(&line, "DMAPOLL polls=");
		add_number(&line, (long)polls);
		add(&line, " value=");
		add_number(&line, (long)buffer[0]);
		while (done != i) sched_yield();
		put(&line, 1);
	}
	sys3(37, thread, 9, 0);
	close(file);
	return 0;
}
