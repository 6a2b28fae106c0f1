// Tells the thread sanitizer of the order that a contended Mutex (Swift's Synchronization) makes.
//
// The quick way through a Mutex is inlined into the code that uses it, and the sanitizer sees its atomic operations.
// The slow way, taken when two threads meet, is a system call in libswiftSynchronization, which is not instrumented: the
// sanitizer then takes what the two threads did under the lock for unordered. Loaded before that library
// (LD_PRELOAD), these functions stand in for its slow way, call it, and say what it does.
//
// Unlike a suppression this hides nothing: what is touched without the lock is still reported.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Of the program's sanitizer; absent in programs that have none, such as the shell that starts one.
extern void __tsan_acquire(void *address) __attribute__((weak));
extern void __tsan_release(void *address) __attribute__((weak));

static void *original(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    // Another toolchain's library: better no run than one whose reports mean nothing.
    if (!function) abort();
    return function;
}

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// _MutexHandle._lockSlow(_: UInt32)
SWIFT void lock(uint32_t thread, SELF void *handle) __asm__(LOCK);
SWIFT void lock(uint32_t thread, SELF void *handle) {
    static SWIFT void (*next)(uint32_t, SELF void *);
    if (!next) next = original(LOCK);
    next(thread, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

// _MutexHandle._tryLockSlow() -> Bool
SWIFT bool try_lock(SELF void *handle) __asm__(TRY);
SWIFT bool try_lock(SELF void *handle) {
    static SWIFT bool (*next)(SELF void *);
    if (!next) next = original(TRY);
    bool is_locked = next(handle);
    if (is_locked && __tsan_acquire) __tsan_acquire(handle);
    return is_locked;
}

// _MutexHandle._unlockSlow()
SWIFT void unlock(SELF void *handle) __asm__(UNLOCK);
SWIFT void unlock(SELF void *handle) {
    static SWIFT void (*next)(SELF void *);
    if (!next) next = original(UNLOCK);
    if (__tsan_release) __tsan_release(handle);
    next(handle);
}
