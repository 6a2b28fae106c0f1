#pragma once

#include <stdint.h>

// A file system for SQLite that works as the system's own until it is told to fail: for tests of what becomes of a store
// when the disk does not do as it is told. Its state is one for the process.

// What a call that fails does.
enum faulty_vfs_kind {
    // Reports an error of input or output, having done nothing.
    FAULTY_VFS_ERROR = 0,
    // Reports that the disk is full where something is written; writes fail half done.
    FAULTY_VFS_FULL = 1
};

// The name to open files with; makes the file system known to SQLite. NULL when that fails.
const char *faulty_vfs_name(void);
// Lets the call that comes after `calls` others fail, and all after it when `lasts`; a negative number lets none fail.
void faulty_vfs_fail_after(long calls, int lasts, enum faulty_vfs_kind kind);
// How many calls have been counted since then.
long faulty_vfs_calls(void);

// Notes from now on what is written to files that are opened later, and which of it is synced.
void faulty_vfs_watch_power(void);
// Leaves of each such file what a disk may have on it after a loss of power: what was synced, and of what was written since
// each sector or not, by chance. No file may be open. Returns how many files had something that was not synced.
int faulty_vfs_lose_power(uint64_t seed);
