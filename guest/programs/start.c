/* start.c - what a C library would bring: the entry point, and the two functions that the compiler calls by itself.
 * Linked into every program. */
#include "sys.h"

void *memset(void *to, int value, u32 size) {
	void *start = to;
	__asm__ volatile ("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
	return start;
}
void *memcpy(void *to, const void *from, u32 size) {
	void *start = to;
	__asm__ volatile ("rep movsb" : "+D"(to), "+S"(from), "+c"(size) :: "memory");
	return start;
}

int main(int count, char **arguments);
__attribute__((used)) static void begin(int *stack) { exit(main(stack[0], (char **)(stack + 1))); }
__attribute__((naked, noreturn, used)) void _start(void) {
	__asm__("xor %ebp,%ebp; mov %esp,%eax; and $-16,%esp; sub $12,%esp; push %eax; call begin; hlt");
}
