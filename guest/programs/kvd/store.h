/* store.h - kvd's table of keys and the log on the disk that keeps it. Knows nothing of the network. */
#pragma once
#define KEY_SIZE 32
#define VALUE_SIZE 96

/* Reads the log back. Returns 0, or -1 when there is no disk: then the store lives in memory only. */
int store_open(void);
/* The value of a key, or a null pointer. */
const char *store_get(const char *key);
/* Changes the table at once and the log at the next store_sync. Returns -1 when the key is too long or the table is full. */
int store_put(const char *key, const char *value);
/* Makes every change until now durable. Returns -1 when the disk refused: then nothing may be answered any more. */
int store_sync(void);
