#include "CDotNewsFaultyVFS.h"
#include "power.h"
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// An open file: SQLite's view of it, and behind it the file of the system's own file system.
typedef struct {
    sqlite3_file base;
    sqlite3_file *real;
    // SQLite keeps it for as long as the file is open; NULL for a file without a name.
    const char *path;
} file;

static sqlite3_vfs *system_vfs;
static sqlite3_vfs vfs;
static atomic_long calls, fails_at = -1;
static atomic_int lasting, kind;

static int fails(void) {
    long number = atomic_fetch_add(&calls, 1), at = atomic_load(&fails_at);
    return at >= 0 && (atomic_load(&lasting) ? number >= at : number == at);
}

static int full(int otherwise) { return atomic_load(&kind) == FAULTY_VFS_FULL ? SQLITE_FULL : otherwise; }

#define REAL(f) (((file *)(f))->real)
#define PATH(f) (((file *)(f))->path)
#define CALL(f, method, ...) REAL(f)->pMethods->method(REAL(f), ##__VA_ARGS__)

static int close_file(sqlite3_file *f) {
    int code = REAL(f)->pMethods ? CALL(f, xClose) : SQLITE_OK;
    free(REAL(f));
    return code;
}

static int read_file(sqlite3_file *f, void *to, int count, sqlite3_int64 offset) {
    return fails() ? SQLITE_IOERR_READ : CALL(f, xRead, to, count, offset);
}

static int write_file(sqlite3_file *f, const void *from, int count, sqlite3_int64 offset) {
    if (!fails()) {
        power_wrote(PATH(f), from, (size_t)count, offset);
        return CALL(f, xWrite, from, count, offset);
    }
    // What a disk that fills up leaves behind.
    if (atomic_load(&kind) == FAULTY_VFS_FULL && count > 1) CALL(f, xWrite, from, count / 2, offset);
    return full(SQLITE_IOERR_WRITE);
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 size) {
    if (fails()) return SQLITE_IOERR_TRUNCATE;
    power_truncated(PATH(f), size);
    return CALL(f, xTruncate, size);
}

static int sync_file(sqlite3_file *f, int flags) {
    if (fails()) return SQLITE_IOERR_FSYNC;
    power_synced(PATH(f));
    return CALL(f, xSync, flags);
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size) {
    return fails() ? SQLITE_IOERR_FSTAT : CALL(f, xFileSize, size);
}

static int lock(sqlite3_file *f, int level) { return fails() ? SQLITE_IOERR_LOCK : CALL(f, xLock, level); }
static int unlock(sqlite3_file *f, int level) { return CALL(f, xUnlock, level); }
static int check_lock(sqlite3_file *f, int *held) { return CALL(f, xCheckReservedLock, held); }
static int control(sqlite3_file *f, int operation, void *argument) { return CALL(f, xFileControl, operation, argument); }
static int sector_size(sqlite3_file *f) { return CALL(f, xSectorSize); }
static int characteristics(sqlite3_file *f) { return CALL(f, xDeviceCharacteristics); }

static int map_shared(sqlite3_file *f, int page, int size, int extends, void volatile **memory) {
    return fails() ? full(SQLITE_IOERR_SHMMAP) : CALL(f, xShmMap, page, size, extends, memory);
}

static int lock_shared(sqlite3_file *f, int offset, int count, int flags) {
    return CALL(f, xShmLock, offset, count, flags);
}

static void shared_barrier(sqlite3_file *f) { CALL(f, xShmBarrier); }
static int unmap_shared(sqlite3_file *f, int deletes) { return CALL(f, xShmUnmap, deletes); }

// Without xFetch and xUnfetch, so that every read is a call.
static const sqlite3_io_methods methods = {
    2, close_file, read_file, write_file, truncate_file, sync_file, file_size, lock, unlock, check_lock, control,
    sector_size, characteristics, map_shared, lock_shared, shared_barrier, unmap_shared, NULL, NULL,
};

static int open_file(sqlite3_vfs *self, sqlite3_filename name, sqlite3_file *f, int flags, int *got) {
    (void)self;
    f->pMethods = NULL;
    if (fails()) return SQLITE_CANTOPEN;
    REAL(f) = calloc(1, (size_t)system_vfs->szOsFile);
    if (!REAL(f)) return SQLITE_NOMEM;
    int code = system_vfs->xOpen(system_vfs, name, REAL(f), flags, got);
    if (code == SQLITE_OK) {
        f->pMethods = &methods;
        PATH(f) = name;
        power_opened(name);
    } else {
        free(REAL(f));
    }
    return code;
}

static int delete_file(sqlite3_vfs *self, const char *name, int syncs) {
    (void)self;
    if (fails()) return SQLITE_IOERR_DELETE;
    power_deleted(name);
    return system_vfs->xDelete(system_vfs, name, syncs);
}

static int access_file(sqlite3_vfs *self, const char *name, int flags, int *result) {
    (void)self;
    return fails() ? SQLITE_IOERR_ACCESS : system_vfs->xAccess(system_vfs, name, flags, result);
}

const char *faulty_vfs_name(void) {
    static const char *name = "faulty";
    if (sqlite3_vfs_find(name)) return name;
    system_vfs = sqlite3_vfs_find(NULL);
    if (!system_vfs) return NULL;
    vfs = *system_vfs;
    vfs.pNext = NULL;
    vfs.zName = name;
    vfs.szOsFile = sizeof(file);
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? name : NULL;
}

void faulty_vfs_fail_after(long count, int lasts, enum faulty_vfs_kind what) {
    atomic_store(&fails_at, -1);
    atomic_store(&lasting, lasts);
    atomic_store(&kind, what);
    atomic_store(&calls, 0);
    atomic_store(&fails_at, count);
}

long faulty_vfs_calls(void) { return atomic_load(&calls); }
