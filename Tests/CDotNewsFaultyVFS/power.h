#pragma once

#include <stddef.h>
#include <stdint.h>

// What has been written to files and what of it is safe from a loss of power, which is what was synced since. Does nothing
// until power_watch() is called.
void power_watch(void);
void power_opened(const char *path);
void power_wrote(const char *path, const void *bytes, size_t count, int64_t offset);
void power_truncated(const char *path, int64_t size);
void power_synced(const char *path);
void power_deleted(const char *path);
