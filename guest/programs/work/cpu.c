/* cpu.c - the processor and memory only: no system calls between two looks at the clock.
 * A pass sieves primes, sorts numbers and hashes a table, so that branches, arithmetic and memory all count. */
#include "work.h"

#define SIEVE 65536
#define PRIMES_BELOW_SIEVE 6542
#define NUMBERS 4096

static u8 composite[SIEVE];
static u32 numbers[NUMBERS];

static u32 count_primes(void) {
	u32 primes = 0;
	memset(composite, 0, sizeof composite);
	for (u32 i = 2; i < SIEVE; i++) {
		if (composite[i]) continue;
		primes++;
		for (u32 j = i + i; j < SIEVE; j += i) composite[j] = 1;
	}
	return primes;
}

static void sift_down(u32 root, u32 end) {
	for (u32 child; (child = 2 * root + 1) < end; root = child) {
		if (child + 1 < end && numbers[child + 1] > numbers[child]) child++;
		if (numbers[root] >= numbers[child]) return;
		u32 swap = numbers[root];
		numbers[root] = numbers[child];
		numbers[child] = swap;
	}
}

/* Sorts pseudo-random numbers; 1 when they came out in order and none was lost. */
static int sort_numbers(u32 seed) {
	u32 sum = 0;
	for (u32 i = 0; i < NUMBERS; i++) {
		seed = seed * 1664525u + 1013904223u;
		sum += numbers[i] = seed;
	}
	for (u32 i = NUMBERS / 2; i-- > 0;) sift_down(i, NUMBERS);
	for (u32 end = NUMBERS; end-- > 1;) {
		u32 swap = numbers[0];
		numbers[0] = numbers[end];
		numbers[end] = swap;
		sift_down(0, end);
	}
	for (u32 i = 1; i < NUMBERS; i++)
		if (numbers[i - 1] > numbers[i]) return 0;
	for (u32 i = 0; i < NUMBERS; i++) sum -= numbers[i];
	return sum == 0;
}

void work_cpu(struct run *run) {
	while (goes_on(run)) {
		run->ok = count_primes() == PRIMES_BELOW_SIEVE && sort_numbers(run->units + 1);
		run->units++;
	}
}
