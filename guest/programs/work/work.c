/* work - the benchmark's workloads, in the guest. Each prints one line when its time is over:
 *
 *   WORK name units=N seconds=S.s rate=R check=ok          (or check=FAILED; rate is units a guest second)
 *
 * Units: cpu passes; build commands; disk-write, disk-read, send, receive KiB; echo round trips; database requests. */
#include "work.h"

static void say_result(const struct run *run, u32 took_ms) {
	struct line line = { 0, "" };
	if (!took_ms) took_ms = 1;
	add(&line, "WORK ");
	add(&line, run->name);
	add(&line, " units=");
	add_number(&line, (long)run->units);
	add(&line, " seconds=");
	add_number(&line, (long)(took_ms / 1000));
	add(&line, ".");
	add_number(&line, (long)(took_ms % 1000 / 100));
	add(&line, " rate=");
	add_number(&line, (long)(run->units / took_ms * 1000 + run->units % took_ms * 1000 / took_ms));
	add(&line, run->ok && run->units ? " check=ok" : " check=FAILED");
	put(&line, 1);
}

int main(int count, char **arguments) {
	const char *name = count > 1 ? arguments[1] : "";
	int seconds = count > 2 ? (int)number(arguments[2]) : 5;
	u32 ip = ip_address(count > 3 ? arguments[3] : "10.0.0.10");
	struct run run = { name, now_ms(), seconds < 1 ? 1000 : (u32)seconds * 1000, 0, 1 };
	if (same(name, "cpu")) work_cpu(&run);
	else if (same(name, "build")) work_build(&run);
	else if (same(name, "disk-write")) work_disk_write(&run);
	else if (same(name, "disk-read")) work_disk_read(&run);
	else if (same(name, "send")) work_send(&run, ip);
	else if (same(name, "receive")) work_receive(&run, ip);
	else if (same(name, "echo")) work_echo(&run, ip);
	else if (same(name, "database")) work_database(&run, ip, count > 4 ? (int)number(arguments[4]) : 8, count > 5 ? arguments[5] : "");
	else if (same(name, "sink")) return work_sink();
	else {
		say(2, "usage: work cpu|build|disk-write|disk-read SECONDS");
		say(2, "       work send|receive|echo SECONDS [SERVER]");
		say(2, "       work database SECONDS [SERVER [CONNECTIONS [mix]]]");
		say(2, "       work sink");
		return 2;
	}
	say_result(&run, now_ms() - run.start_ms);
	return run.ok && run.units ? 0 : 1;
}
