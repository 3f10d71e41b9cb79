/* store.c - see store.h.
 *
 * The log is text, "key value\n" for each change, and the last line about a key wins. A change is durable when fdatasync
 * has returned. Zeros follow the text, written ahead in large steps: a change then overwrites what the file already has, which
 * is one write to the disk, where one that makes the file longer is three in a row (data, journal, commit).
 * So that an 8 MiB disk never fills, the log is written anew with one line a key once it has grown. */
#include "../sys.h"
#include "../text.h"
#include "store.h"

#define KEYS 512
#define LOG "/data/kv.log"
#define NEW_LOG "/data/kv.new"
#define STEP (64 * 1024)
#define COMPACT_AT_START (256 * 1024)
#define COMPACT_WHEN_RUNNING (1024 * 1024)

static struct { char key[KEY_SIZE], value[VALUE_SIZE]; } table[KEYS];
static int log_file = -1;
static long log_bytes, log_room; /* the text; the file, which is zeros after the text */
static char unsynced[8192];
static int unsynced_bytes, compaction_is_due;

static char *find(const char *key, int may_add) {
	int i = 0;
	while (i < KEYS && table[i].key[0] && !same(table[i].key, key)) i++;
	if (i == KEYS) return 0;
	if (table[i].key[0]) return table[i].value;
	if (!may_add) return 0;
	copy(table[i].key, key, KEY_SIZE);
	return table[i].value;
}

/* Writes everything or fails. */
static int write_out(int fd, const char *data, int size) {
	while (size > 0) {
		int n = write(fd, data, size);
		if (n <= 0) return -1;
		data += n;
		size -= n;
	}
	return 0;
}

/* Makes the log's file longer, with zeros, until so many bytes fit. */
static int make_room(long bytes) {
	static const char zeros[4096];
	if (bytes <= log_room) return 0;
	lseek(log_file, log_room, 0);
	while (log_room < bytes || log_room % STEP) {
		int size = (int)sizeof zeros - (int)(log_room % (long)sizeof zeros);
		if (write_out(log_file, zeros, size)) return -1;
		log_room += size;
	}
	return fsync(log_file);
}

/* A new or renamed file survives a crash only when its directory has been synced too. */
static int sync_directory(void) {
	int fd = open("/data", O_RDONLY, 0), result = fsync(fd);
	close(fd);
	return result;
}

static int compact(void) {
	int fd = open(NEW_LOG, O_RDWR | O_CREAT | O_TRUNC, 0644);
	long bytes = 0;
	if (fd < 0) return -1;
	for (int i = 0; i < KEYS && table[i].key[0]; i++) {
		struct line line = { 0, "" };
		add(&line, table[i].key);
		add(&line, " ");
		add(&line, table[i].value);
		line.text[line.length++] = '\n';
		if (write_out(fd, line.text, line.length)) { close(fd); return -1; }
		bytes += line.length;
	}
	if (fsync(fd) || rename(NEW_LOG, LOG) || sync_directory()) { close(fd); return -1; }
	close(log_file);
	log_file = fd;
	log_bytes = log_room = bytes;
	return 0;
}

/* Reads the text, which ends at the first zero or with the file. */
static void replay(void) {
	static char block[4096];
	char text[KEY_SIZE + VALUE_SIZE + 2];
	int length = 0, ended = 0, n;
	while ((n = read(log_file, block, sizeof block)) > 0) {
		log_room += n;
		for (int i = 0; i < n; i++) {
			if (!block[i]) { ended = 1; continue; }
			/* Text after zeros: a crash came between the writes of two blocks. It was never acknowledged, and must not come back. */
			if (ended) { compaction_is_due = 1; continue; }
			log_bytes++;
			if (block[i] != '\n') { if (length < (int)sizeof text - 1) text[length++] = block[i]; continue; }
			text[length] = 0;
			length = 0;
			char *rest = text, *key = word(&rest), *value = *key ? find(key, 1) : 0;
			if (value) copy(value, rest, VALUE_SIZE);
		}
	}
	/* A crash can leave half a line at the end; the next change must not be glued to it. It was never acknowledged. */
	if (length) unsynced[unsynced_bytes++] = '\n';
}

/* Only a mounted disk counts: /data exists without one too, on the RAM file system. */
static int disk_is_mounted(void) {
	static char mounts[2048];
	int fd = open("/proc/mounts", O_RDONLY, 0), n = read(fd, mounts, sizeof mounts - 1), found = 0;
	close(fd);
	for (int i = 0; i + 7 <= n && !found; i++) {
		char saved = mounts[i + 7];
		mounts[i + 7] = 0;
		found = same(mounts + i, " /data ");
		mounts[i + 7] = saved;
	}
	return found;
}

int store_open(void) {
	if (!disk_is_mounted()) return -1;
	log_file = open(LOG, O_RDWR | O_CREAT, 0644);
	if (log_file < 0) return -1;
	sync_directory();
	replay();
	if (log_bytes > COMPACT_AT_START) compaction_is_due = 1;
	return 0;
}

const char *store_get(const char *key) { return find(key, 0); }

int store_put(const char *key, const char *value) {
	char *slot = length_of(key) < KEY_SIZE ? find(key, 1) : 0;
	if (!slot) return -1;
	copy(slot, value, VALUE_SIZE);
	if (log_file < 0) return 0;
	if (unsynced_bytes > (int)sizeof unsynced - KEY_SIZE - VALUE_SIZE - 2 && store_sync()) return -1;
	unsynced_bytes += copy(unsynced + unsynced_bytes, key, KEY_SIZE);
	unsynced[unsynced_bytes++] = ' ';
	unsynced_bytes += copy(unsynced + unsynced_bytes, slot, VALUE_SIZE);
	unsynced[unsynced_bytes++] = '\n';
	return 0;
}

int store_sync(void) {
	if (log_file < 0 || (!unsynced_bytes && !compaction_is_due)) return 0;
	if (compaction_is_due || log_bytes + unsynced_bytes > COMPACT_WHEN_RUNNING) {
		compaction_is_due = 0;
		unsynced_bytes = 0; /* the table, and so the new log, has these changes already */
		return compact();
	}
	if (make_room(log_bytes + unsynced_bytes)) return -1;
	lseek(log_file, log_bytes, 0);
	if (write_out(log_file, unsynced, unsynced_bytes) || fdatasync(log_file)) return -1;
	log_bytes += unsynced_bytes;
	unsynced_bytes = 0;
	return 0;
}
